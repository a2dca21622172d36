// SPDX-License-Identifier: Apache-2.0
// What the page says, in English and in Chinese. {0} stands for a value. A test compares the keys with those that are used.

const WORDS = {
  page: ["Lens: a loop", "透镜：一个循环"],
  lens: ["Lens", "透镜"],
  loop: ["Loop", "循环"],
  loading: ["Loading", "正在加载"],
  controls: ["Controls", "控制"],
  hold: ["Hold", "停住"],
  go: ["Go on", "放开"],
  back: ["Back", "后退"],
  backTitle: ["To the stop before", "回到上一个停点"],
  step: ["Step", "前进"],
  stepTitle: ["To the next stop: a turn, the end of select, a callback", "到下一个停点：一轮开始、select 返回或一个回调"],
  turnKey: ["Turn", "一轮"],
  turnTitle: ["To the next turn", "到下一轮"],
  predict: ["Predict", "预测"],
  save: ["Save the trace", "保存轨迹"],
  position: ["Position in the trace", "轨迹中的位置"],
  theTurn: ["The turn", "这一轮的阶段"],
  phasesOfTurn: ["The phases of a turn", "一轮的各个阶段"],
  now: ["Now", "现在"],
  inThisTurn: ["In this turn", "在这一轮里"],
  events: ["Events", "事件"],
  waits: ["What waits", "在等什么"],
  tasks: ["Tasks", "任务"],
  thisTurn: ["this turn", "这一轮"],
  nextTurn: ["next turn", "下一轮"],
  timers: ["Timers", "定时器"],
  futures: ["Futures", "Future"],
  channels: ["Channels", "通道"],
  legend: [
    "A letter has a frame if the channel waits for it, and is filled if it is ready: Accept, Connect, Read, Write. The bar of what is queued is full at the high water mark, 64 KiB; the dashed line is the low one, 16 KiB.",
    "通道在等的字母有边框，就绪的字母被填满：Accept、Connect、Read、Write。排队的条到高水位 64 KiB 时是满的，虚线是低水位 16 KiB。"],
  whatIf: ["What happened, and what if", "发生了什么，假如会怎样"],
  noLoop: [
    "No loop of the library runs here. The programs have selectors or threads of their own, so no turns, tasks and timers are known: only what was sent, read and written, and what the programs say.",
    "这里没有运行本库的循环。程序用的是自己的选择器或线程，所以不知道轮、任务和定时器，只知道发送、读、写了什么，以及程序自己说了什么。"],
  again: ["Again:", "再来一次："],
  eventOf: ["event {0} of {1}", "第 {0} 个事件，共 {1} 个"],
  eventOfAt: ["event {0} of {1}, at {2}", "第 {0} 个事件，共 {1} 个，时刻 {2}"],
  eventAt: ["event {0}, at {1}", "第 {0} 个事件，时刻 {1}"],
  recording: ["A recording", "一份录下的轨迹"],
  live: ["Live", "实时"],
  liveOnly: ["Live; this loop can only be watched here", "实时；在这里只能看这个循环"],
  running: ["The loop runs to its next stop", "循环正走向下一个停点"],
  held: ["Held: its clock stands still", "已停住：它的时钟不走"],
  anotherServer: ["Another server answers: open the address that it has printed", "回答的是另一个服务器：请打开它打印出的地址"],
  noAnswer: ["The server does not answer; the page tries again", "服务器没有回答；页面会重试"],
  somethingElse: ["something else", "别的事"],
  whatNext: [
    "What happens next? In a turn: select, ready channels, due timers, tasks of this turn.",
    "接下来是什么？一轮的顺序：select、就绪的通道、到期的定时器、这一轮的任务。"],
  whatHappened: ["What happened?", "发生的是什么？"],
  right: ["Right.", "对。"],
  wrong: ["No: {0}.", "不对，是：{0}。"],
  next: ["Next", "下一题"],
  score: ["You have {0} of {1}.", "答对 {0} 题，共 {1} 题。"],
  serverSays: ["the server says {0} to {1}: {2}", "服务器对 {1} 回答 {0}：{2}"],
  notTold: ["the loop could not be told to {0}: {1}", "没能让循环 {0}：{1}"],
  runsAgain: ["It runs again", "再运行一次"],
  seed: ["{0}, seed {1}", "{0}，种子 {1}"],
  without: ["Without {0}", "去掉 {0}"],
  whatIfAt: ["What if, at {0} (or choose a line below):", "假如在 {0}（或者在下面选一行）："],
  waitTime: ["wait time", "算等多久"],
  selectPhase: ["select", "select"],
  channelsPhase: ["channels", "通道"],
  timersPhase: ["timers", "定时器"],
  tasksPhase: ["tasks", "任务"],
  lastSecond: ["The last second", "最近一秒"],
  oneTurn: ["{0} turn in {1}, in callbacks {2} % of the time.", "{1} 内 {0} 轮，{2} % 的时间在回调里。"],
  turns: ["{0} turns in {1}, in callbacks {2} % of the time.", "{1} 内 {0} 轮，{2} % 的时间在回调里。"],
  lost: ["{0} events were too many for the lens.", "有 {0} 个事件太多，透镜没有收下。"],
  holdForCallback: ["the loop runs: hold it to see a callback", "循环在运行：停住它才能看到回调"],
  holdForEvents: ["hold the loop to see single events", "停住循环才能看到单个事件"],
  callback: ["a callback", "一个回调"],
  calls: ["{0} in {1}", "{0} 次，共 {1}"],
  upToLate: [", up to {0} late", "，最多晚了 {0}"],
  noCallback: ["no callback", "没有回调"],
  ringTitle: ["The phases of the turn, as long as they took", "这一轮的各个阶段，长度是所用的时间"],
  turnNumber: ["turn {0}", "第 {0} 轮"],
  between: ["Between two turns.", "在两轮之间。"],
  taken: ["Turn {0}, {1}. It has taken {2} so far.", "第 {0} 轮，{1}。到现在用了 {2}。"],
  noneRuns: ["no callback runs", "没有回调在运行"],
  noneInTurn: ["no callback in this turn", "这一轮里没有回调"],
  late: ["{0} late", "晚了 {0}"],
  noLimit: ["without a limit", "没有上限"],
  waitsNot: ["does not wait", "不等"],
  atMost: ["at most {0}", "最多 {0}"],
  dueIn: ["in {0}", "{0} 后"],
  on: ["on {0}", "等 {0}"],
  value: ["a value", "一个值"],
  error: ["an error", "一个错误"],
  cancelled: ["cancelled", "已取消"],
  bytes: ["{0} bytes", "{0} 字节"],
  queued: ["{0} queued", "{0} 个排队"],
  ready: ["{0} ready", "{0} 个就绪"],
  nothing: ["nothing", "无"],
  task: ["a task", "一个任务"],
  timer: ["a timer", "一个定时器"],
  overdue: ["{0} overdue", "已过期 {0}"],
  dueNow: ["due now", "现在到期"],
  promise: ["a promise", "一个 Promise"],
  more: ["and {0} more", "还有 {0} 个"],
  none: ["none", "没有"],
  noneKnown: ["none is known", "一个也不知道"],
  channel: ["a channel", "一个通道"],
  number: ["No.", "编号"],
  handler: ["Handler", "处理器"],
  interest: ["Interest, ready", "关注，就绪"],
  queuedBytes: ["Queued", "排队"],
  bitReady: ["{0}: ready", "{0}：就绪"],
  bitWaits: ["{0}: waits", "{0}：在等"],
  bitNo: ["{0}: no", "{0}：否"],
  nothingQueued: ["nothing is queued", "没有排队的字节"],
  turnBegins: ["a new turn begins", "新的一轮开始"],
  selectReady: ["select returns, with ready channels", "select 返回，有通道就绪"],
  selectNone: ["select returns, with no channel ready", "select 返回，没有通道就绪"],
  isCalled: ["{0} is called: it is ready", "{0} 被调用：它就绪了"],
  fires: ["{0} fires", "{0} 触发"],
  runs: ["{0} runs", "{0} 运行"],
  whyTurn: [
    "The tasks that were due in this turn are done. What they have queued runs in the next one.",
    "这一轮该做的任务做完了。它们放进队列的，在下一轮运行。"],
  whySelect: [
    "A turn begins with select. It waits until a channel is ready, the first timer is due, or another thread wakes the loop; it does not wait if a task is queued.",
    "一轮从 select 开始。它等到有通道就绪、第一个定时器到期，或另一个线程唤醒循环；如果队列里有任务，它就不等。"],
  whyReady: [
    "After select, the handlers of the ready channels are called, before timers and tasks.",
    "select 之后，先调用就绪通道的处理器，然后才是定时器和任务。"],
  whyTimer: [
    "Timers fire after the channels and before the tasks, soonest first.",
    "定时器在通道之后、任务之前触发，最早到期的在前。"],
  whyTask: [
    "Tasks run at the end of a turn: those that were queued before its callbacks began. Tasks of other threads are collected after select.",
    "任务在一轮的末尾运行：运行的是本轮回调开始之前就已入队的任务。其他线程的任务在 select 之后收集。"],
  asItWas: ["As it was", "原来的样子"],
  withChanges: ["With {0}", "加上 {0}"],
  theNetwork: ["the network", "网络"],
  lostSegment: ["lost: {0}", "丢失：{0}"],
  firstDifference: ["first difference", "第一处不同"],
  fine: ["fine, after {0}", "一切正常，用了 {0}"],
  theRun: ["The run", "这次运行"],
  moreLines: ["{0} more.", "还有 {0} 行。"],
  dropIt: ["Drop it", "丢掉它"],
  lateBy: ["Late by 1 s", "晚到 1 s"],
  splitAfter: ["Split after {0}", "在第 {0} 个字节后拆开"],
  takeOne: ["Take 1 byte", "只收 1 字节"],
  holdHost: ["Hold {0} for 1 s", "让 {0} 停 1 s"],
  theTimer: ["the timer", "定时器"],
  first: ["{0} first", "先触发 {0}"],
};

const wanted = new URLSearchParams(location.search).get("lang") ?? navigator.language;
const chinese = /^zh\b/i.test(wanted);

/** The text with this key, with values for {0}, {1} and so on. */
export function say(key, ...values) {
  return WORDS[key][chinese ? 1 : 0].replace(/\{(\d)\}/g, (mark, number) => values[number]);
}

/** Puts the texts of the language into the page, which is in English. */
export function sayAll() {
  document.documentElement.lang = chinese ? "zh-CN" : "en";
  for (const each of document.querySelectorAll("[data-say]")) {
    each.textContent = say(each.dataset.say);
  }
  for (const [data, attribute] of [["sayTitle", "title"], ["sayLabel", "aria-label"]]) {
    const selector = data === "sayTitle" ? "[data-say-title]" : "[data-say-label]";
    for (const each of document.querySelectorAll(selector)) {
      each.setAttribute(attribute, say(each.dataset[data]));
    }
  }
}
