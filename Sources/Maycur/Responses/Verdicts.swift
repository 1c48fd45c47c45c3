import RemoteAPI
import Roster
import VerbatimJSON

/// Reads the result of each row from Maycur's response to a batch: pure.
///
/// Rows fail one by one. A listed row has failed; an unlisted one has been saved, but only if every
/// listed failure names a row of ours.
struct Verdicts: Equatable {
  let verdicts: [RowVerdict]
  let strangers: [StrangeRow]

  /// Judges the rows.
  ///
  /// - Parameters:
  ///   - envelope: The response.
  ///   - users: The employees' numbers, in the order of the rows; no two differ in case only.
  ///   - secrets: What to remove from texts, in case the system repeats it.
  init(of envelope: Envelope, to users: [Verbatim], hiding secrets: [Secret] = []) {
    var failed: [Int: [StrangeRow]] = [:]
    var strangers: [StrangeRow] = []
    let places = Verdicts.places(of: users)
    for failure in envelope.errorData ?? [] {
      let failure = StrangeRow(json: failure, hiding: secrets)
      if let index = failure.key.flatMap({ places[$0.caseFolded] }) {
        failed[index, default: []].append(failure)
      } else {
        strangers.append(failure)
      }
    }
    let rest = Verdicts.verdictOnTheRest(envelope, strangers, hiding: secrets)
    verdicts = users.indices.map { failed[$0].map(RowVerdict.init(failures:)) ?? rest }
    self.strangers = strangers
  }

  private static func places(of users: [Verbatim]) -> [Verbatim: Int] {
    var places: [Verbatim: Int] = [:]
    for (index, user) in users.enumerated() { places[user.caseFolded] = index }
    return places
  }

  /// The verdict on rows that are not listed as failed.
  private static func verdictOnTheRest(
    _ envelope: Envelope,
    _ strangers: [StrangeRow],
    hiding secrets: [Secret]
  ) -> RowVerdict {
    if envelope.isContradictory {
      return uncertain(envelope, "Maycur's \"success\" and \"code\" contradict each other.")
    }
    if let stranger = strangers.first {
      let named = stranger.key.map { "\"\($0.excerpt)\", a row that was not sent" } ?? "no row"
      return uncertain(envelope, "Maycur's list of failures names \(named).")
    }
    if envelope.isAcknowledged { return .accepted }
    guard envelope.errorData?.isEmpty == false else {
      let message = envelope.message.hiding(secrets).excerpt(200)
      let words = message.isEmpty ? "" : ": \"\(message)\""
      return uncertain(
        envelope,
        "Maycur refused the call without saying which rows failed\(words)."
      )
    }
    return .accepted
  }

  private static func uncertain(_ envelope: Envelope, _ message: String) -> RowVerdict {
    .uncertain(code: envelope.isAcknowledged ? "ACK" : "NACK", message: Verbatim(message))
  }
}

extension RowVerdict {
  /// The verdict on a row that is listed as failed, once or several times.
  fileprivate init(failures: [StrangeRow]) {
    let messages = failures.compactMap(\.message)
    self = .rejected(
      code: failures.compactMap(\.code).first,
      message: messages.isEmpty ? nil : Verbatim(messages.joined(separator: "; "))
    )
  }
}

extension StrangeRow {
  /// Parses a failed row; absent members are nil.
  fileprivate init(json: JSON, hiding secrets: [Secret]) {
    self.init(
      key: json["key"]?.written.map { Verbatim($0) },
      code: json["errorCode"]?.written?.hiding(secrets),
      message: json["errorMessage"]?.written?.hiding(secrets)
    )
  }
}

extension JSON {
  /// The text of a string, or the digits of a number; nil for an empty text and anything else.
  var written: String? {
    switch self {
    case .string(let text): text.utf8.isEmpty ? nil : text
    case .number(let digits): digits
    default: nil
    }
  }
}
