'use strict';
const slides = [...document.querySelectorAll('.slide')];
const count = document.getElementById('count');
const progress = document.getElementById('progress');
let at = 0;

function show(index) {
    at = Math.max(0, Math.min(slides.length - 1, index));
    slides.forEach((slide, i) => slide.classList.toggle('current', i === at));
    count.textContent = `${at + 1} of ${slides.length}`;
    progress.max = slides.length;
    progress.value = at + 1;
    history.replaceState(null, '', `#${at + 1}`);
    scrollTo(0, 0);
}

function ofAddress() {
    show((Number(location.hash.slice(1)) || 1) - 1); // or an address that was typed
}

function notes() {
    document.body.classList.toggle('with-notes');
}

function fullScreen() {
    if (document.fullscreenElement) {
        document.exitFullscreen();
    } else {
        document.documentElement.requestFullscreen();
    }
}

const KEYS = {
    ArrowRight: () => show(at + 1), ArrowDown: () => show(at + 1), PageDown: () => show(at + 1), ' ': () => show(at + 1),
    ArrowLeft: () => show(at - 1), ArrowUp: () => show(at - 1), PageUp: () => show(at - 1), Backspace: () => show(at - 1),
    Home: () => show(0), End: () => show(slides.length - 1), n: notes, f: fullScreen,
};

addEventListener('keydown', event => {
    const onButton = event.target instanceof HTMLButtonElement && event.key === ' ';
    const inNotes = event.target.closest?.('.notes') && /^(Arrow(Up|Down)|Page|Home|End)/.test(event.key);
    const table = event.target.closest?.('table');
    const inWide = table && table.scrollWidth > table.clientWidth && /^Arrow(Left|Right)$/.test(event.key);
    const action = KEYS[event.key];
    if (action && !onButton && !inNotes && !inWide && !event.ctrlKey && !event.altKey && !event.metaKey) {
        event.preventDefault();
        action();
    }
});
document.getElementById('back').addEventListener('click', () => show(at - 1));
document.getElementById('next').addEventListener('click', () => show(at + 1));
document.getElementById('notes').addEventListener('click', notes);
addEventListener('hashchange', ofAddress);

/* What the cutter has thought too short is set smaller, in steps, until it fits. */
function fit() {
    if (matchMedia('(max-width: 48rem)').matches) {
        return; // there a slide may be as long as it likes
    }
    for (const slide of slides) {
        const body = slide.querySelector('.body');
        for (let size = 100; size >= 50; size -= 4) {
            body.style.setProperty('--fit', size / 100);
            if (body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1) {
                break;
            }
        }
    }
}

fit();
addEventListener('resize', fit);
ofAddress();
