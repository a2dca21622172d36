// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.sim.Javac;
import java.util.Map;

/** What an error of the compiler means, for those who read it for the first time. The keys are those of javac. */
final class CompileErrors {
    private static final String PREFIX = "compiler.err.";

    private static final Map<String, String> EXPLAINED = Map.ofEntries(
            Map.entry("expected", "something is missing here, often the ; or ) of the line before"),
            Map.entry("expected2", "something is missing here, often the ; or ) of the line before"),
            Map.entry("expected3", "a declaration stands here or nothing: often there is one } too many above"),
            Map.entry("expected4", "a declaration stands here or nothing: often there is one } too many above"),
            Map.entry("premature.eof", "the file ends too early: a } is missing"),
            Map.entry(
                    "not.stmt", "this is a value, and nothing is done with it: assign it, return it or call something"),
            Map.entry("illegal.start.of.expr", "no value begins like this: is a } or ) missing above?"),
            Map.entry("illegal.start.of.type", "no type begins like this: statements belong into a method"),
            Map.entry("unclosed.str.lit", "the text has no \" at its end"),
            Map.entry("cant.resolve", "Java does not know this name: is it spelled like its declaration?"),
            Map.entry(
                    "cant.resolve.location",
                    "Java does not know this name: is it misspelled, or is an import missing?"),
            Map.entry("cant.resolve.location.args", "there is no method with this name and such arguments"),
            Map.entry("cant.apply.symbol", "there is such a method, but with other arguments"),
            Map.entry("cant.apply.symbols", "there are such methods, but none with these arguments"),
            Map.entry("doesnt.exist", "there is no such package: is the import misspelled?"),
            Map.entry("prob.found.req", "this value has another type than is needed here"),
            Map.entry("missing.ret.stmt", "the method can reach its end without a return"),
            Map.entry(
                    "unreported.exception.need.to.catch.or.throw",
                    "this call may throw: add it to the throws of the method, or catch it"),
            Map.entry("var.might.not.have.been.initialized", "the variable may have no value yet when it is read here"),
            Map.entry("var.might.already.be.assigned", "a final variable gets its value once"),
            Map.entry("cant.assign.val.to.var", "a final variable keeps its value"),
            Map.entry("already.defined", "this name is taken: two declarations have it"),
            Map.entry("unreachable.stmt", "nothing gets here: a return, throw or endless loop stands before it"),
            Map.entry("does.not.override.abstract", "the class says implements, and lacks a method of the interface"),
            Map.entry("non-static.cant.be.ref", "a static method has no this: it needs an object to call this on"),
            Map.entry(
                    "local.variables.referenced.from.lambda.expr.must.be.final",
                    "a lambda sees only variables that never change: use a field, or an array of one"),
            Map.entry(
                    "cant.ref.non.effectively.final.var",
                    "a lambda sees only variables that never change: use a field, or an array of one"),
            Map.entry("report.access", "this is private to its class"),
            Map.entry("incomparable.types", "these two can never be equal: their types differ"),
            Map.entry("operator.cant.be.applied.1", "these two types cannot be combined in this way"),
            Map.entry("ref.ambiguous", "two methods fit: say which type is meant"),
            Map.entry(
                    "override.meth",
                    "the method is declared otherwise in the interface: is it public, and throws no more?"),
            Map.entry("else.without.if", "this else has no if: is a } missing or too many above?"),
            Map.entry("illegal.char", "this character is no Java: it may come from a text that was copied"));

    private CompileErrors() {}

    /** The line and a sentence; of an error that is not so common, the sentence of the compiler. */
    static String explain(Javac.Problem problem) {
        String key = problem.code().startsWith(PREFIX) ? problem.code().substring(PREFIX.length()) : problem.code();
        String sentence = EXPLAINED.getOrDefault(
                key, problem.message().lines().findFirst().orElse(""));
        return (problem.line() < 1 ? "" : "line " + problem.line() + ": ") + sentence;
    }
}
