// What the site can do without a script, it does without. This adds a button to each block of code that copies it.
const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese
    ? {copy: "复制", copied: "已复制", selected: "已选中", right: "✓ 正确", wrong: "✗ 不对"}
    : {copy: "Copy", copied: "Copied", selected: "Selected", right: "✓ right", wrong: "✗ wrong"};

for (const pre of document.querySelectorAll(".code > pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
        try {
            await navigator.clipboard.writeText(pre.textContent);
            button.textContent = words.copied;
        } catch { // no permission, or not a secure context: the text is selected, for Ctrl+C
            getSelection().selectAllChildren(pre);
            button.textContent = words.selected;
        }
        setTimeout(() => button.textContent = words.copy, 2000);
    });
    pre.before(button);
}

// A picture that is wider than a phone scrolls, also by keyboard.
for (const paragraph of document.querySelectorAll('p:has(> img[src$=".svg"]:only-child)')) {
    paragraph.tabIndex = 0;
}

// In a long list of contents, the entry of this page is in view.
const current = document.querySelector("#contents [aria-current]");
const contents = document.querySelector("#contents");
if (contents && current && contents.scrollHeight > contents.clientHeight) {
    contents.scrollTop = current.offsetTop - contents.clientHeight / 3;
}

// On a narrow screen the contents lie on the page: a link to a part of it closes them.
contents?.addEventListener("click", event => {
    if (event.target.closest("a") && contents.matches(":popover-open")) {
        contents.hidePopover();
    }
});

// A question: the choices become buttons. The first one that is clicked counts, and opens the answer.
const answers = [...document.querySelectorAll("ul + details")].filter(details => details.querySelector("strong"));
const known = remembered();
const page = location.pathname.replace(/^\/zh(?=\/)/, ""); // a question counts once, in each language
answers.forEach((details, number) => {
    const right = details.querySelector("strong").textContent;
    const key = `${page}#${number}`;
    const choices = [...details.previousElementSibling.children];
    for (const choice of choices) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "choice";
        button.append(...choice.childNodes);
        button.addEventListener("click", () => {
            const isRight = button.textContent === right;
            button.dataset.mark = isRight ? words.right : words.wrong;
            details.open = true;
            known[key] ??= isRight;
            remember();
            showScore();
        });
        choice.append(button);
    }
});
const score = document.createElement("p");
score.className = "score";
score.setAttribute("aria-live", "polite");
answers.at(-1)?.after(score);

function showScore() {
    const of = values => `${values.filter(Boolean).length} ${chinese ? "/" : "of"} ${values.length}`;
    const here = answers.map((_, number) => known[`${page}#${number}`]).filter(answer => answer !== undefined);
    const course = of(Object.values(known));
    const text = chinese ? `一次答对：本页 ${of(here)}，全书 ${course}。` : `Right at the first try: ${of(here)} here, ${course} in the course.`;
    score.textContent = here.length ? text : "";
}
showScore();

function remembered() {
    try {
        return JSON.parse(localStorage.getItem("predictions")) ?? {};
    } catch { // storage is switched off, or has what is not ours
        return {};
    }
}

function remember() {
    try {
        localStorage.setItem("predictions", JSON.stringify(known));
    } catch {
        // the score is that of this page
    }
}
