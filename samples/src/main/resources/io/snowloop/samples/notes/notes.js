// The page draws the board from GET /notes, each time that the server says that it has changed.
const byId = id => document.getElementById(id);
let visitor = {};

async function call(method, path, body) {
  const headers = { "X-CSRF-Token": visitor.csrf };
  if (typeof body === "string") {
    headers["Content-Type"] = "application/json";
  }
  const response = await fetch(path, { method, headers, body });
  if (!response.ok) {
    throw new Error((await response.text()).trim());
  }
}

async function get(path) {
  return (await fetch(path)).json();
}

/** Who the session says that we are, and what we may do. */
async function greet() {
  visitor = await get("/visitor");
  byId("name").textContent = visitor.name ?? "";
  byId("visitor").hidden = byId("write").hidden = visitor.name === null;
  byId("login").hidden = visitor.name !== null;
  await draw();
}

function link(note, item) {
  const file = item.querySelector(".file");
  file.href = "/files/" + encodeURIComponent(note.file);
  file.hidden = false;
  const name = note.file.slice(note.id.length + 1);
  if (/\.(png|jpe?g|gif|webp)$/i.test(name)) {
    const image = document.createElement("img");
    image.src = file.href;
    image.alt = name;
    file.append(image);
  } else {
    file.textContent = name;
  }
}

/** Text of others becomes text of the page, and never markup. */
function drawn(note) {
  const item = byId("note").content.cloneNode(true).firstElementChild;
  item.querySelector(".text").textContent = note.text;
  item.querySelector(".author").textContent = note.author;
  if (note.file !== null) {
    link(note, item);
  }
  const remove = item.querySelector(".remove");
  remove.hidden = visitor.name === null;
  remove.onclick = attempt(() => call("DELETE", "/notes/" + note.id));
  return item;
}

let asked = 0;

/** An answer that comes after a later one is asked for is old. */
async function draw() {
  const number = ++asked;
  const notes = await get("/notes");
  if (number === asked) {
    byId("notes").replaceChildren(...notes.map(drawn));
  }
}

const say = text => byId("error").textContent = text;

/** What a user does. What the server refuses is said on the page. */
const attempt = action => event => {
  event.preventDefault();
  say("");
  action(event.currentTarget).catch(error => say(error.message));
};

byId("login").onsubmit = attempt(async form => {
  await call("POST", "/login", JSON.stringify(Object.fromEntries(new FormData(form))));
  form.reset();
  await greet();
});
byId("write").onsubmit = attempt(async form => {
  await call("POST", "/notes", new FormData(form));
  form.reset();
});
byId("logout").onclick = attempt(async () => {
  await call("POST", "/logout");
  await greet();
});

const changes = new EventSource("/changes");
changes.onopen = () => byId("live").textContent = "live";
changes.onerror = () => byId("live").textContent = "not connected";
changes.onmessage = () => draw().catch(error => say(error.message));
greet().catch(error => say(error.message));
