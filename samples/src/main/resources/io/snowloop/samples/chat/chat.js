const byId = id => document.getElementById(id);
const MOST_UNSEEN = 100;
const LONGEST = 1000; // bytes: the server ends a connection with a longer message
let name = "";
let socket;
let here = false; // whether the server has read us in: after all that was said before
/** What we have said, and not read yet, by its id. A WebSocket acknowledges nothing, so it is said again after each loss. */
const unseen = new Map();
let members = [];
let pause = 1;

function line(className, text) {
  const item = document.createElement("p");
  item.className = className;
  item.append(...text);
  return item;
}

function append(className, text) {
  const messages = byId("messages");
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  messages.append(line(className, text));
  while (messages.children.length > 500) {
    messages.firstElementChild.remove();
  }
  if (atEnd) {
    messages.scrollTop = messages.scrollHeight;
  }
}

function author(text) {
  const element = document.createElement("strong");
  element.textContent = text;
  return element;
}

/** Another one for each message, which no one can guess: what bears a known id is dropped. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

/** Says it now, or when we are back. Returns whether it could be taken. */
function say(text) {
  const id = newId();
  const message = JSON.stringify({id, text});
  if (unseen.size >= MOST_UNSEEN || new TextEncoder().encode(message).length > LONGEST) {
    return false;
  }
  const item = line("unseen", [text]);
  byId("unseen").append(item);
  unseen.set(id, {message, item, text});
  if (here) {
    socket.send(message);
  }
  return true;
}

function seen(id) {
  const said = unseen.get(id);
  said?.item.remove();
  unseen.delete(id);
  return said;
}

/** A message has one of five kinds of members. Text of others becomes text of the page, and never markup. */
function read(message) {
  if (message.here) {
    members = message.here;
    byId("messages").replaceChildren(); // what was said comes again
  } else if (message.came) {
    members.push(message.came);
    append("presence", [message.came + " is here"]);
    if (!here && message.came === name) {
      here = true;
      unseen.forEach(said => socket.send(said.message));
    }
  } else if (message.left) {
    members.splice(members.indexOf(message.left), 1);
    append("presence", [message.left + " has left"]);
  } else if (message.known) {
    const said = seen(message.known);
    if (said) {
      append("own", [author(name), " ", said.text]);
    }
  } else {
    seen(message.id);
    append(message.from === name ? "own" : "other", [author(message.from), " ", message.text]);
  }
  byId("members").textContent = "Here: " + members.join(", ");
}

function connect() {
  socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/chat?name=${encodeURIComponent(name)}`);
  socket.onopen = () => {
    pause = 1;
    byId("status").textContent = "You are " + name + ".";
  };
  socket.onmessage = event => read(JSON.parse(event.data));
  socket.onclose = event => {
    here = false;
    byId("status").textContent = `Not connected${event.reason ? ": " + event.reason : ""}. Again in ${pause} s.`;
    setTimeout(connect, 1000 * pause);
    pause = Math.min(30, 2 * pause);
  };
}

byId("join").onsubmit = event => {
  event.preventDefault();
  name = new FormData(event.target).get("name").trim();
  if (name) {
    byId("join").hidden = true;
    byId("room").hidden = false;
    connect();
    byId("say").elements.text.focus();
  }
};
byId("say").onsubmit = event => {
  event.preventDefault();
  if (say(new FormData(event.target).get("text"))) {
    event.target.reset();
  } else {
    byId("status").textContent = unseen.size < MOST_UNSEEN ? "This is too long." : "Too much is on its way: wait a little.";
  }
};
