// What the scripts that use pages share: what they find, and what is asked of any page.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const findings = [];

const options = process.argv.slice(2);
const shots = options.includes("--shots") ? options[options.indexOf("--shots") + 1] : null;

export function expect(what, holds) {
    if (!holds) {
        findings.push(what);
    }
}

/** The page is not wider than its window, and axe-core has no word on it. With --shots DIR there is a picture of it. */
export async function look(page, name) {
    const { width } = page.viewportSize();
    expect(`${name}: wider than the window`, await page.evaluate(() => document.documentElement.scrollWidth) <= width);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    violations.forEach(each => findings.push(`${name}: ${each.id}: ${each.help}: ${each.nodes[0].html.slice(0, 120)}`));
    if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
    }
}
