import socket
import threading
import time
from tornado.concurrent import Future
from tornado.ioloop import IOLoop

played = []
loop = IOLoop.current()
ours, theirs = socket.socketpair()
promise = Future()


def play(letter):
    played.append(letter)
    if len(played) == 7:
        loop.stop()


def begin():
    loop.add_callback(play, "Q")
    thread = threading.Thread(target=loop.add_callback, args=(play, "X"))
    thread.start()
    thread.join()
    theirs.send(b"!")
    time.sleep(0.04)  # the timer is due now


def readable(*event):
    ours.recv(1)
    play("S")
    loop.add_callback(play, "q")
    loop.call_later(0, play, "t")
    promise.set_result(None)


loop.add_future(promise, lambda done: play("p"))
loop.add_handler(ours, readable, IOLoop.READ)
loop.call_later(0.02, play, "T")
loop.add_callback(begin)
loop.start()
print("".join(played))
