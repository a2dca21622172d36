package io.snowloop.samples;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line of the samples. */
@Command(
        name = "snowloop",
        description = "An event loop, an HTTP client and a web framework, and samples that show them at work.",
        mixinStandardHelpOptions = true,
        versionProvider = Snowloop.Version.class)
public final class Snowloop implements Runnable {

    private Snowloop() {}

    /**
     * Runs one command and exits with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Snowloop());
    }

    @Override
    public void run() {
        System.out.println(new Version().getVersion()[0]);
    }

    /** The version in the manifest of the jar; there is none when the classes run from a folder. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Snowloop.class.getPackage().getImplementationVersion();
            return new String[] {"snowloop " + (version == null ? "(development)" : version)};
        }
    }
}
