use std::io::Write;
use std::time::Duration;
use tokio::{io::AsyncReadExt, net::UnixStream, sync::oneshot, task::yield_now, time::sleep};

fn play(played: &std::sync::mpsc::Sender<char>, letter: char) {
    played.send(letter).unwrap();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (played, letters) = std::sync::mpsc::channel();
    let (ours, mut theirs) = std::os::unix::net::UnixStream::pair().unwrap();
    ours.set_nonblocking(true).unwrap();
    let mut socket = UnixStream::from_std(ours).unwrap();
    let (promise, kept) = oneshot::channel::<()>();
    let p = played.clone();
    tokio::spawn(async move { kept.await.unwrap(); play(&p, 'p') });
    let p = played.clone();
    tokio::spawn(async move { sleep(Duration::from_millis(20)).await; play(&p, 'T') });
    let p = played.clone();
    tokio::spawn(async move {
        socket.read_u8().await.unwrap();
        play(&p, 'S');
        let (q, t) = (p.clone(), p);
        tokio::spawn(async move { play(&q, 'q') });
        tokio::spawn(async move { sleep(Duration::ZERO).await; play(&t, 't') });
        promise.send(()).unwrap();
    });
    yield_now().await; // those tasks wait now
    let p = played.clone();
    tokio::spawn(async move { play(&p, 'Q') });
    let (handle, p) = (tokio::runtime::Handle::current(), played.clone());
    std::thread::spawn(move || handle.spawn(async move { play(&p, 'X') })).join().unwrap();
    theirs.write_all(b"!").unwrap();
    std::thread::sleep(Duration::from_millis(40)); // the timer is due now
    sleep(Duration::from_millis(20)).await;
    println!("{}", letters.try_iter().collect::<String>());
}
