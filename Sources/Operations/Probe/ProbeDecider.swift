package import Roster

/// Decides what a probe writes next, and what it has found out: events in, actions out.
///
/// First a text is changed, which shows whether calls work at all and whether the fields beside it
/// are kept. Then it is emptied. Then a phone is written in another form. After each trial, the
/// changes are put back as far as possible, and read again.
package struct ProbeDecider: Sendable {
  /// The result of a call, and the contents afterwards.
  package struct Event: Sendable {
    /// The system's verdict on the row; nil if the call itself was not applied.
    package let verdict: RowVerdict?
    /// The contents afterwards; nil if they could not be read.
    package let now: [CellAddress: Content]?
  }

  /// The next action.
  package enum Action: Hashable, Sendable {
    /// Write this, and read again.
    case write([CellEdit])
    /// Nothing more.
    case finish
  }

  private enum Trial: Sendable {
    case change
    case empty
    case phone
  }

  private enum Stage: Sendable {
    case trying(Trial)
    case restoring(after: Trial, attempt: Int)
    case over
  }

  /// How often putting back is tried before the remaining differences are reported.
  private static let attempts = 3

  /// The results.
  package private(set) var answers: [ProbeAnswer] = []
  /// The last read contents; nil if the last read failed.
  package private(set) var now: [CellAddress: Content]?
  private let subject: ProbeSubject
  private var stage = Stage.over
  private var phoneCameBack: (sent: Verbatim, observed: Verbatim)?
  private var isStopping = false

  /// A decider for a test person.
  package init(_ subject: ProbeSubject) {
    self.subject = subject
    now = subject.before
  }

  /// The cells that differ from before.
  package var leftovers: [ProbeLeftover] {
    guard let now else {
      let touched = [subject.text.address] + (subject.phone.map { [$0.address] } ?? [])
      return touched.map { ProbeLeftover(address: $0, was: subject.before[$0], now: nil) }
    }
    return subject.moved(now).map {
      ProbeLeftover(address: $0, was: subject.before[$0], now: now[$0] ?? .gone)
    }
  }

  /// The first action.
  package mutating func begin() -> Action { attempt(.change) }

  /// Stops the trials; only puts back.
  package mutating func stop() { isStopping = true }

  /// Takes an event and returns the next actions.
  package mutating func receive(_ event: Event) -> Action {
    now = event.now
    switch stage {
    case .trying(let trial):
      judge(trial, event)
      return restore(after: trial, attempt: 1)
    case .restoring(let trial, let attempt):
      if trial == .phone { judgePhone(event) }
      return restore(after: trial, attempt: attempt + 1)
    case .over: return .finish
    }
  }

  private mutating func attempt(_ trial: Trial) -> Action {
    stage = .trying(trial)
    switch trial {
    case .change: return .write([CellEdit(subject.text.address, .set(.text(trialText)))])
    case .empty: return .write([CellEdit(subject.text.address, .clear)])
    case .phone:
      guard let phone = subject.phone, let digits = subject.digits else {
        answer(.phone, nil, "The person has no mobile number at an emergency contact or relative.")
        return finish()
      }
      return .write([CellEdit(phone.address, .set(.text(other(than: phone.value, digits))))])
    }
  }

  private var trialText: Verbatim {
    let text = ProbeSubject.trialText
    return subject.text.value == text ? Verbatim(text.text + " 2") : text
  }

  /// The same number in another form: bare digits, or with the country code before them.
  private func other(than value: Verbatim, _ digits: Verbatim) -> Verbatim {
    value == digits ? Verbatim("+86-" + digits.text) : digits
  }

  private mutating func restore(after trial: Trial, attempt: Int) -> Action {
    let moved = now.map(subject.moved) ?? touched(by: trial)
    if moved.isEmpty { return next(after: trial) }
    guard attempt <= Self.attempts else { return finish() }
    stage = .restoring(after: trial, attempt: attempt)
    return .write(moved.map(subject.restoring))
  }

  private func touched(by trial: Trial) -> [CellAddress] {
    trial == .phone ? subject.phone.map { [$0.address] } ?? [] : [subject.text.address]
  }

  private mutating func next(after trial: Trial) -> Action {
    if isStopping { return finish() }
    switch trial {
    case .change: return canEmpty ? attempt(.empty) : attempt(.phone)
    case .empty: return attempt(.phone)
    case .phone: return finish()
    }
  }

  /// Whether a change worked; otherwise a clear that fails shows nothing.
  private var canEmpty: Bool { !answers.contains { $0.behaviour == .emptyValue } }

  private mutating func finish() -> Action {
    stage = .over
    return .finish
  }
}

// The result of a trial.
extension ProbeDecider {
  private mutating func judge(_ trial: Trial, _ event: Event) {
    switch trial {
    case .change: judgeChange(event)
    case .empty: judgeEmpty(event)
    case .phone: judgeSentPhone(event)
    }
  }

  private mutating func judgeChange(_ event: Event) {
    let field = subject.text.address.field
    guard case .accepted? = event.verdict, let now = event.now,
      now[subject.text.address]?.value == trialText
    else {
      let why = "\(field) could not be changed at all: \(Self.reported(event))."
      answer(.siblings, nil, why)
      answer(.emptyValue, nil, why)
      return
    }
    let siblings = subject.siblings
    if siblings.isEmpty {
      return answer(.siblings, nil, "No other field of the group of \(field) holds a value.")
    }
    let lost = siblings.filter { now[$0]?.value?.isEmpty ?? true }
    answer(
      .siblings,
      lost.isEmpty ? "kept" : "cleared",
      lost.isEmpty
        ? "\(field) was changed, and "
          + siblings.count.counted(
            "field beside it kept its value.",
            "fields beside it kept their values."
          )
        : "\(field) was changed, and \(lost.map(\.field.text).joined(separator: ", ")) lost theirs."
    )
  }

  private mutating func judgeEmpty(_ event: Event) {
    let field = subject.text.address.field
    switch event.verdict {
    case .accepted?:
      guard let now = event.now else {
        return answer(.emptyValue, nil, "\(field) could not be read after it was emptied.")
      }
      if let value = now[subject.text.address]?.value, !value.isEmpty {
        let how = "\"\" was accepted for \(field), and the value is still there."
        return answer(.emptyValue, nil, how)
      }
      answer(.emptyValue, "clears", "\"\" was accepted for \(field), and it was empty afterwards.")
    case .rejected?:
      answer(.emptyValue, "rejected", "\"\" was refused for \(field): \(Self.reported(event)).")
    case .uncertain?, nil:
      answer(.emptyValue, nil, "\(field) could not be emptied: \(Self.reported(event)).")
    }
  }

  private mutating func judgeSentPhone(_ event: Event) {
    guard let phone = subject.phone, let digits = subject.digits else { return }
    let sent = other(than: phone.value, digits)
    guard case .accepted? = event.verdict, let observed = event.now?[phone.address]?.value else {
      let how = "\(phone.address.field) could not be changed: \(Self.reported(event))."
      return answer(.phone, nil, how)
    }
    phoneCameBack = (sent, observed)
    // Nothing differs if the system returned the form that it had before.
    if subject.moved(event.now ?? [:]).isEmpty {
      answer(.phone, "rewritten", "\(Self.form(sent)) was sent, \(Self.form(observed)) came back.")
    }
  }

  private mutating func judgePhone(_ event: Event) {
    guard let phone = subject.phone, let (sent, observed) = phoneCameBack,
      !answers.contains(where: { $0.behaviour == .phone })
    else { return }
    guard case .accepted? = event.verdict, event.now?[phone.address]?.value == phone.value else {
      return answer(
        .phone,
        nil,
        "\(Self.form(phone.value)) came from DingTalk, and could not be written back: "
          + "\(Self.reported(event))."
      )
    }
    answer(
      .phone,
      sent == observed ? "same" : "rewritten",
      "\(Self.form(sent)) was sent, \(Self.form(observed)) came back."
    )
  }

  private mutating func answer(_ behaviour: TenantBehaviour, _ answer: String?, _ how: String) {
    answers.append(ProbeAnswer(behaviour: behaviour, answer: answer, how: how))
  }

  /// The form of a number, without the number.
  private static func form(_ phone: Verbatim) -> String {
    phone.text.hasPrefix("+") ? "a number with +86-" : "a number of \(phone.text.count) digits"
  }

  private static func reported(_ event: Event) -> String {
    switch event.verdict {
    case .accepted?: "it was accepted, and is not returned"
    case .rejected(let code, let message)?:
      [code, message?.text].compactMap { $0 }.joined(separator: ", ")
    case .uncertain(_, let message)?: message.text
    case nil: "the call was not applied"
    }
  }
}
