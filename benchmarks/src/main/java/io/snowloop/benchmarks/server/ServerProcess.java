// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Allocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process of one server peer. It serves until its standard input ends, so it cannot outlive the runner. It answers
 * two commands from there: {@code allocated} and {@code heap}, both in bytes, the latter after a collection.
 */
public final class ServerProcess {
    private ServerProcess() {}

    /**
     * Runs the server.
     *
     * @param args the class of the peer and the port
     */
    public static void main(String[] args) throws Exception {
        Thread questions = new Thread(ServerProcess::answerQuestions, "questions");
        questions.setDaemon(true);
        questions.start();
        ServerPeer peer = Class.forName(args[0])
                .asSubclass(ServerPeer.class)
                .getDeclaredConstructor()
                .newInstance();
        peer.serve(Integer.parseInt(args[1]));
        questions.join();
    }

    private static void answerQuestions() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            String question;
            while ((question = in.readLine()) != null) {
                System.out.println(question.equals("heap") ? usedHeap() : Allocation.total());
            }
        } catch (IOException e) {
            // the runner has ended
        }
        System.exit(0); // not halt: the class archive is written at exit
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
