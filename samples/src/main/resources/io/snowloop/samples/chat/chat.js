const byId = id => document.getElementById(id);
let name = "";
let socket;
let members = [];
let pause = 1;

function append(className, text) {
  const messages = byId("messages");
  const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 40;
  const item = document.createElement("p");
  item.className = className;
  item.append(...text);
  messages.append(item);
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

/** A message has one of four kinds of members. Text of others becomes text of the page, and never markup. */
function read(message) {
  if (message.here) {
    members = message.here;
    byId("messages").replaceChildren(); // what was said comes again
  } else if (message.came) {
    members.push(message.came);
    append("presence", [message.came + " is here"]);
  } else if (message.left) {
    members.splice(members.indexOf(message.left), 1);
    append("presence", [message.left + " has left"]);
  } else {
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
  if (socket.readyState === WebSocket.OPEN) {
    socket.send(new FormData(event.target).get("text"));
    event.target.reset();
  }
};
