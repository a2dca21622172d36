// What the site can do without a script, it does without. This adds a button to each block of code that copies it.
for (const pre of document.querySelectorAll(".code > pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
        try {
            await navigator.clipboard.writeText(pre.textContent);
            button.textContent = "Copied";
        } catch { // no permission, or not a secure context: the text is selected, for Ctrl+C
            getSelection().selectAllChildren(pre);
            button.textContent = "Selected";
        }
        setTimeout(() => button.textContent = "Copy", 2000);
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
