// SPDX-License-Identifier: Apache-2.0
// FAILS: ann: expected [ben has come, snow 雪 has come], and got []
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** A guest of a chat. The first line is a name; each line after it goes to all others in the room. */
class Chat implements Protocol {
    private final Set<Chat> room;
    private final Lines lines = new Lines();
    private Transport transport;
    private String name;

    Chat(Set<Chat> room) {
        this.room = room;
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void received(ByteBuffer bytes) {
        for (String line : lines.add(bytes)) {
            if (name == null) {
                name = line;
                room.add(this);
            } else {
                tellOthers(name + ": " + line);
            }
        }
    }

    private void tellOthers(String text) {
        for (Chat other : room) {
            if (other != this) {
                other.transport.write(UTF_8.encode(text + "\n"));
            }
        }
    }

    /** Who does not read would fill the memory of all. */
    @Override
    public void writable(boolean writable) {
        if (!writable) {
            transport.close();
        }
    }

    @Override
    public void ended() {
        transport.end();
    }

    @Override
    public void closed(IOException error) {
        if (room.remove(this)) {
            tellOthers(name + " has gone");
        }
    }
}
