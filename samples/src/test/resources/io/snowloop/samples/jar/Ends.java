// SPDX-License-Identifier: Apache-2.0
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;

/** Ends in the way that its argument says, and listens on nothing. */
public class Ends {
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "return" -> System.out.println("good bye");
            case "exit" -> System.exit(Integer.parseInt(args[1]));
            case "throw" -> throw new IllegalStateException("on purpose");
            case "stay" -> new CountDownLatch(1).await();
            case "socket" -> new ServerSocket(8080);
            default -> throw new AssertionError(args[0]);
        }
    }
}
