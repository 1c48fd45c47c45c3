package import DingTalk
import Ledger
package import Roster
import RemoteAPI
import Synchronization

/// DingTalk for a batch: a hundred users a read, one user a write.
package struct DingTalkBatchSystem: BatchSystem {
  private let client: DingTalkClient
  private let timekeeper: any Timekeeper
  private let codeBook: CodeBook

  package let system = System.dingtalk
  package let canRead = true

  /// Creates the system of a client.
  ///
  /// - Parameters:
  ///   - client: The client.
  ///   - timekeeper: The clock.
  ///   - known: The fields as last described, with the read codes that were found.
  ///   - never: Read codes, write codes or names of the fields that are not read.
  package init(
    client: DingTalkClient,
    timekeeper: any Timekeeper,
    known: [FieldDescription] = [],
    never: Set<Verbatim> = []
  ) {
    self.client = client
    self.timekeeper = timekeeper
    codeBook = CodeBook(known: known, never: never)
  }

  package var callsMade: Int { client.callsMade }

  package func catalog() async throws -> CatalogResponse? {
    codeBook.taken(try await client.catalog())
  }

  package func read(users: [Verbatim], fields: [FieldCode]) async -> SystemReading {
    let codes = codeBook.codes
    let (sure, unsure) = codes.parted(fields)
    var reading = await read(users: users, sure: sure)
    if reading.error == nil { await read(unsure, of: users, into: &reading) }
    reading.answers = reading.answers.map(codes.recorded)
    return reading
  }

  /// Reads fields without a known read code, each in calls of its own: a refusal costs only that
  /// field, of which nothing is known then.
  private func read(
    _ fields: [FieldCode],
    of users: [Verbatim],
    into reading: inout SystemReading
  ) async {
    let present = Set(reading.answers.lazy.flatMap(\.users).map(\.user))
    for field in fields {
      for some in users.filter(present.contains).parts(of: DingTalkClient.maximumUsersPerCall) {
        do throws(DingTalkError) {
          reading.answers.append(try await client.list(users: some, fields: [field]))
        } catch {
          switch error.meaning {
          case .mayConcernOneUser, .refusal: break
          case .interruption, .cancellation: return reading.error = error
          }
        }
      }
    }
  }

  private func read(users: [Verbatim], sure fields: [FieldCode]) async -> SystemReading {
    var reading = SystemReading()
    for someFields in fields.parts(of: DingTalkClient.maximumFieldsPerCall) {
      var waiting = users.parts(of: DingTalkClient.maximumUsersPerCall)
      waiting.reverse()
      while let some = waiting.popLast() {
        let askedAt = timekeeper.now()
        do throws(DingTalkError) {
          reading.answers.append(try await client.list(users: some, fields: someFields))
        } catch {
          guard error.mayConcernOneUser else {
            reading.error = error
            return reading
          }
          guard some.count == 1 else {
            waiting += some.halves.reversed()
            continue
          }
          reading.answers.append(
            RosterResponse(
              refusing: some,
              fields: someFields,
              code: error.code,
              message: error.systemMessage.map { Verbatim($0) },
              askedAt: askedAt,
              receivedAt: timekeeper.now(),
              requestID: error.requestID
            )
          )
        }
      }
    }
    return reading
  }

  package func refusals(of row: PlannedRow, knowing known: BatchKnowledge) -> [WriteRefusal] {
    UpdateMaker(known.described)
      .refusals(edits: row.editsThatChange, additions: row.change.additions)
      .map {
        WriteRefusal(
          user: row.user,
          field: $0.field,
          item: $0.item,
          reason: .impossible,
          why: $0.message
        )
      }
  }

  package func send(_ rows: [PlannedRow], knowing known: BatchKnowledge) async -> CallResult {
    let askedAt = timekeeper.now()
    guard let row = rows.first, rows.count == rowsPerCall else {
      return .answered([], CallFacts(askedAt: askedAt, receivedAt: askedAt, requestID: nil))
    }
    let update: RosterUpdate
    do throws(UpdateRefusal) {
      update = try UpdateMaker(known.described)
        .update(of: row.user, edits: row.editsThatChange, additions: row.change.additions)
    } catch {
      let facts = CallFacts(askedAt: askedAt, receivedAt: askedAt, requestID: nil)
      let message = Verbatim(error.message)
      return .answered([.rejected(code: error.name, message: message)], facts)
    }
    do throws(DingTalkError) {
      let word = try await client.update(update)
      let facts = CallFacts(
        askedAt: word.askedAt,
        receivedAt: word.receivedAt,
        requestID: word.requestID
      )
      return .answered([.accepted], facts)
    } catch {
      let facts = CallFacts(
        askedAt: askedAt,
        receivedAt: timekeeper.now(),
        requestID: error.requestID
      )
      return CallResult(error, facts)
    }
  }
}

/// The known codes of fields: those known before, and those of the last catalog.
private final class CodeBook: Sendable {
  private let known: [FieldDescription]
  private let never: Set<Verbatim>
  private let state: Mutex<FieldCodes>

  init(known: [FieldDescription], never: Set<Verbatim>) {
    self.known = known
    self.never = never
    state = Mutex(FieldCodes(known, never: never))
  }

  var codes: FieldCodes { state.withLock { $0 } }

  /// A catalog with the read codes that were found before.
  func taken(_ catalog: CatalogResponse) -> CatalogResponse {
    let taken = catalog.describing(catalog.fields.remembering(known))
    state.withLock { $0 = FieldCodes(taken.fields, never: never) }
    return taken
  }
}

extension CallResult {
  /// The meaning of an error for a call that wrote to one user.
  init(_ error: DingTalkError, _ facts: CallFacts) {
    let refusal = CallRefusal(
      remedy: CallResult.remedy(error),
      code: error.code,
      error: error,
      facts: facts
    )
    guard error.mayHaveBeenApplied else {
      guard case .refused(let reported, _) = error, error.isOfWrite else {
        self = .notApplied(refusal)
        return
      }
      let message = reported.message.map { Verbatim($0) }
      self = .answered([.rejected(code: reported.code, message: message)], facts)
      return
    }
    let isAboutRow =
      switch error {
      case .serverFailed, .malformed, .unanswered: true
      case .refused: !error.mayPass
      default: false
      }
    let message = Verbatim(error.message)
    self =
      isAboutRow
      ? .answered([.uncertain(code: error.code, message: message)], facts) : .inDoubt(refusal)
  }

  private static func remedy(_ error: DingTalkError) -> CallRefusal.Remedy {
    switch error {
    case .throttled: .again(.throttled)
    case .unanswered(.connectionFailed, _, _): .again(.transport)
    default: error.mayPass ? .again(.busy) : .stop
    }
  }
}
