import asyncio
import socket
import threading
import time

played = []


def begin(loop, theirs):
    loop.call_soon(played.append, "Q")
    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(played.append, "X"))
    thread.start()
    thread.join()
    theirs.send(b"!")
    time.sleep(0.04)  # the timer is due now


def readable(loop, ours, promise):
    ours.recv(1)
    played.append("S")
    loop.call_soon(played.append, "q")
    loop.call_later(0, played.append, "t")
    promise.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    promise = loop.create_future()
    promise.add_done_callback(lambda done: played.append("p"))
    loop.add_reader(ours, readable, loop, ours, promise)
    loop.call_later(0.02, played.append, "T")
    loop.call_soon(begin, loop, theirs)
    while len(played) < 7:
        await asyncio.sleep(0.01)
    print("".join(played))
    loop.remove_reader(ours)

asyncio.run(main())
