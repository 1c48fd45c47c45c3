import Crypto
import DingTalk
import Foundation
import RemoteAPI
import Roster
import VerbatimJSON

/// How fast the client decodes responses, compared with decoders that only decode.
struct Decoding {
  /// A response, and the users whom it is about.
  struct Page: Sendable {
    let users: [Verbatim]
    let body: [UInt8]
  }

  let bench: Bench

  /// Up to ten pages of a company.
  static func pages(of workload: Workload) -> [Page] {
    stride(from: 0, to: min(workload.people, 1000), by: 100).map { start in
      let people = Array(start..<min(start + 100, workload.people))
      return Page(
        users: people.map { Verbatim(workload.userID($0)) },
        body: workload.listBody(of: people)
      )
    }
  }

  func report(day: Int, to sheet: inout Results) async throws {
    let pages = Self.pages(of: bench.transport.workload)
    let people = pages.reduce(0) { $0 + $1.users.count }
    let values = Double(people * Workload.valuesPerPerson)
    let fields = WorkloadField.all.map { Verbatim($0.code) }
    let client = bench.client(PagesTransport(pages))
    let decoded = try await Stopwatch.best(of: bench.options.rounds) {
      for page in pages { _ = try await client.list(users: page.users, fields: fields) }
    }
    let foundation = try Stopwatch.best(of: bench.options.rounds) {
      for page in pages { try JSONDecoder.decode(page.body) }
    }
    let tree = try Stopwatch.best(of: bench.options.rounds) {
      for page in pages { _ = try JSON(parsing: page.body) }
    }
    let hash = Stopwatch.best(of: bench.options.rounds) {
      for page in pages { _ = SHA256.hash(data: page.body) }
    }
    let rate = values / decoded.processor
    sheet.put(
      "decode, client",
      "values/s and core",
      rate,
      day: day,
      against: Baseline(name: "JSONDecoder", value: values / foundation.processor)
    )
    sheet.put(
      "decode, client",
      "values/s",
      rate,
      day: day,
      against: Baseline(name: "VerbatimJSON, tree only", value: values / tree.processor)
    )
    let bytes = Double(pages.reduce(0) { $0 + $1.body.count })
    sheet.put(
      "decode, client",
      "MB/s",
      bytes / decoded.processor / 1e6,
      day: day,
      against: Baseline(name: "SHA-256 over the bytes", value: bytes / hash.processor / 1e6)
    )
    sheet.put("answer", "bytes/value", bytes / values, day: day)
  }
}

/// Returns responses that were made before.
private struct PagesTransport: Transport {
  private let bodies: [Verbatim: [UInt8]]

  init(_ pages: [Decoding.Page]) {
    bodies = Dictionary(
      pages.map { ($0.users.first ?? "", $0.body) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    if request.url.contains("/gettoken") {
      let token = #"{"errcode":0,"access_token":"bench","expires_in":7200}"#
      return APIResponse(status: 200, contentType: nil, body: Array(token.utf8))
    }
    let asked = (try? JSON(parsing: request.body ?? [])) ?? .null
    let first = (asked["userid_list"]?.text ?? "").prefix { $0 != "," }
    return APIResponse(
      status: 200,
      contentType: nil,
      body: bodies[Verbatim(String(first))] ?? []
    )
  }
}

/// What Foundation needs to know of a response.
private struct ListBody: Decodable {
  struct User: Decodable {
    struct Field: Decodable {
      struct Item: Decodable {
        let item_index: Int
        let label: String?
        let value: String?
      }
      let field_code: String
      let field_name: String?
      let group_id: String?
      let field_value_list: [Item]?
    }
    let corp_id: String?
    let userid: String
    let unionid: String?
    let field_data_list: [Field]?
  }
  let result: [User]
  let request_id: String?
}

extension JSONDecoder {
  fileprivate static func decode(_ body: [UInt8]) throws {
    _ = try JSONDecoder().decode(ListBody.self, from: Data(body))
  }
}
