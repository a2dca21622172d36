// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.Scheduler;
import io.snowloop.testing.NullArguments;
import io.snowloop.testing.TestLoop;
import io.snowloop.transport.Resolver;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private static final InetSocketAddress SERVER = Resolver.address("127.0.0.1", 53);
    private final TestLoop test = new TestLoop();
    private final NullArguments arguments = new NullArguments()
            .sample(int.class, () -> 1)
            .sample(boolean.class, () -> true)
            .sample(String.class, () -> "localhost")
            .sample(List.class, () -> List.of(SERVER))
            .sample(Duration.class, () -> Duration.ofSeconds(1))
            .sample(Path.class, () -> Path.of("no-such-file"))
            .sample(Scheduler.class, () -> test.loop)
            .sample(ResolvConf.class, () -> ResolvConf.parse(""))
            .sample(HostsFile.class, () -> HostsFile.EMPTY)
            .sample(DnsOptions.class, () -> DnsOptions.DEFAULT)
            .sample(DnsResolver.class, () -> DnsResolver.of(DnsOptions.DEFAULT));

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {DnsResolver.class, DnsOptions.class, HostsFile.class, ResolvConf.class})
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
