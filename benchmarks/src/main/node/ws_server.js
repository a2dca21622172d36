// SPDX-License-Identifier: Apache-2.0
// A yardstick: the package ws on Node.js, as its README has the echo and the broadcast; event streams with Node's http.
// The argument is the port. It ends with its standard input.
const http = require('http');
const { WebSocket, WebSocketServer } = require('ws');

const echo = new WebSocketServer({ noServer: true });
const chat = new WebSocketServer({ noServer: true });
const readers = new Set();

echo.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});

chat.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    chat.clients.forEach((client) => {
      if (client.readyState === WebSocket.OPEN) client.send(data, { binary: isBinary });
    });
  });
});

const server = http.createServer((request, response) => {
  if (request.url === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    readers.add(response);
    response.on('close', () => readers.delete(response));
    return;
  }
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const event = Buffer.from(`data: ${Buffer.concat(pieces)}\n\n`);
    readers.forEach((reader) => reader.write(event));
    response.writeHead(204).end();
  });
});

server.on('upgrade', (request, socket, head) => {
  const to = request.url === '/echo' ? echo : chat;
  to.handleUpgrade(request, socket, head, (webSocket) => to.emit('connection', webSocket, request));
});

process.stdin.resume();
process.stdin.on('end', () => process.exit());
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 16384 });
