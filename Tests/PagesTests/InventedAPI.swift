import Access
import Foundation
import Pages
import RemoteAPI
import RollbookTestSupport
import Roster
import Synchronization
import Tables
import VerbatimJSON
import WebServer

/// Pages over an API that answers every question with one text in all places that have a text.
struct InventedAPI: Sendable {
  let text: String

  private static let time = "2026-03-04T05:06:07.000Z"

  /// What the API answers.
  func answer(_ path: [String]) -> JSON {
    switch path.dropFirst(2).joined(separator: "/") {
    case "people": return list([person])
    case "cells": return list([["user": .string(text), "value": .string(text)]])
    case "changes", "diff", "drift", "people/dingtalk/u/blame", "people/dingtalk/u/history":
      return list([change, change])
    case "accesses": return list([access])
    case "erasures":
      return list([["entry": 8, "user": .string(text), "what": "fields", "readmitted": 9]])
    case "erasures/1":
      return [
        "entry": 8, "recordedAt": .string(Self.time), "values": 2, "texts": 1, "unions": 0,
        "users": 1, "root": .string(text), "leafHash": .string(text), "checkpoint": .string(text),
      ]
    case "operations", "batches", "entries": return list([operation])
    case "batches/1":
      return .object((operation.members ?? []) + [.init(key: "rows", value: [row])])
    case "reports": return list([report])
    case "reports/r":
      return [
        "provenance": ["report": .string(text), "asOf": ["entry": 7]], "rows": [change, change],
      ]
    case "status":
      return [
        "lastFetch": 4, "finishedAt": .string(Self.time), "ageSeconds": 32,
        "findings": [["kind": .string(text), "field": .string(text), "count": 2]],
        "interrupted": [2],
        "failed": [3], "uncertain": [["operation": 5, "rows": 1]],
        "checkpoint": ["size": 9, "recordedAt": .string(Self.time), "entriesSince": 0],
        "lastHead": .string(text),
        "verification": [
          "at": .string(Self.time), "verdict": .string(text), "size": 9, "after": 0, "findings": 1,
        ],
      ]
    case "settings": return settings
    case "proof/key": return ["publicKey": .string(text)]
    case "proof/heads":
      return list([
        [
          "size": 9, "recordedAt": .string(Self.time), "root": .string(text),
          "cosignatures": [["witness": .string(text), "at": .string(Self.time)]],
          "timeStamps": .strings([text]),
        ]
      ])
    case let path where path == "plans" || path.hasPrefix("jobs"): return answer(ofJob: path)
    case "stats": return ["entries": 9, "users": 1_234, "cells": 13]
    case "reports/headcount":
      return ["rows": [["day": "2026-01-01", "people": 5], ["day": "2026-02-01", "people": 7]]]
    default: return list([cell])
    }
  }

  /// What the API answers about jobs.
  private func answer(ofJob path: String) -> JSON {
    switch path {
    case "jobs": return list([job("plan", plan), job("push", pushed)])
    case "jobs/1":
      return [
        "job": "1", "kind": "push", "actor": .string(text), "state": "running",
        "startedAt": .string(Self.time), "endedAt": .null,
        "progress": ["done": 3, "of": 9, "words": .string(text)],
      ]
    case "jobs/2": return job("push", pushed)
    case "jobs/3": return job("rollBack", .null)
    case "jobs/5":
      return job(
        "verify",
        [
          "verdict": .string(text), "size": 9,
          "findings": [
            ["kind": .string(text), "entry": 3, "message": .string(text), "advice": .string(text)]
          ],
        ]
      )
    default: return job("plan", plan)
    }
  }

  /// A job that has ended, well if it has a result.
  private func job(_ kind: String, _ result: JSON) -> JSON {
    let problem: JSON = ["name": "planStale", "detail": .string(text), "exit": 2]
    return [
      "job": "4", "kind": .string(kind), "actor": .string(text),
      "state": result == .null ? "refused" : "attention", "startedAt": .string(Self.time),
      "endedAt": .string(Self.time), "result": result, "problem": result == .null ? problem : .null,
      "notes": .strings([text]),
    ]
  }

  private var plan: JSON {
    [
      "system": "dingtalk", "users": 1, "calls": 1, "minutes": .number("1.5"),
      "digest": .string(text),
      "counts": ["set": 1, "clear": 0, "append": 0, "unchanged": 2],
      "changes": [
        [
          "user": .string(text), "person": .string(text), "field": .string(text),
          "fieldName": .string(text), "item": 0, "action": "set", "from": .string(text),
          "fromLabel": .string(text + "."), "to": .string(text), "toLabel": .null,
          "reversibility": "residual", "reason": .string(text),
        ]
      ],
      "refused": [
        [
          "user": .null, "at": "line 3 (row 2), column 5 (E)", "why": .string(text),
          "reason": "leaver",
        ],
        [
          "user": .string(text), "at": .string(text), "why": .string(text), "reason": .string(text),
        ],
      ],
      "leftAlone": [["user": .string(text), "field": .string(text), "why": .string(text)]],
      "cleaned": [
        [
          "at": .string(text), "was": .string(text), "text": .string(text),
          "what": ["marksRemoved", .string(text)],
        ]
      ],
    ]
  }

  private var pushed: JSON {
    [
      "operation": 5, "parent": .null, "status": "finished", "rows": 2, "accepted": 1,
      "rejected": 1,
      "uncertain": 1, "notSent": 0, "impossible": [["user": .string(text), "why": .string(text)]],
    ]
  }

  private var settings: JSON {
    [
      "file": .string(text), "ledger": .string(text), "zone": .string(text),
      "service": ["listen": .string(text), "trustedProxies": .strings([text])],
      "dingtalk": ["url": .string(text)], "limits": ["maxUsers": 50],
      "people": [
        [
          "name": .string(text), "role": .string(text), "approves": .strings([text]),
          "ways": .strings([text]),
        ]
      ],
      "approval": [
        "expireSeconds": 90,
        "rules": [
          [
            "for": .strings([text]), "above": 2, "fields": .strings([text]),
            "needs": .strings([text]), "afterwards": .strings([text]),
            "reviewWithinSeconds": 60, "freshSeconds": 900, "window": .strings([text]),
            "appliesItself": true,
          ]
        ],
      ],
      "schedule": [
        [
          "line": .string("report at mon 08:00 name \(text)"), "do": .string(text),
          "lastRun": .string(Self.time), "nextRun": .null,
        ]
      ],
      "webhooks": [["name": .string(text), "server": .string(text)]],
    ]
  }

  private func list(_ items: [JSON]) -> JSON {
    ["items": .array(items), "asOf": 7, "next": .null]
  }

  private var person: JSON {
    [
      "system": "dingtalk", "user": .string(text), "person": .string(text),
      "jobNumber": .string(text), "hasLeft": false, "department": .string(text),
      "status": .string(text), "lastChange": .string(Self.time),
    ]
  }

  private var cell: JSON {
    [
      "system": "dingtalk", "user": .string(text), "field": .string(text),
      "fieldName": .string(text), "item": 1, "presence": "value", "value": .string(text),
      "label": .string(text + "."), "source": "written", "since": .string(Self.time),
      "groupName": .string(text),
    ]
  }

  private var change: JSON {
    [
      "recordedAt": .string(Self.time), "user": .string(text), "field": .string(text),
      "fieldName": .string(text), "item": 0, "from": .string(text),
      "fromLabel": .string(text + "."),
      "to": .string(text), "by": "batch 5", "actor": .string(text), "reason": .string(text),
      "operation": 5, "batch": 5, "kind": .string(text), "value": .string(text), "verified": true,
    ]
  }

  private var row: JSON {
    [
      "user": .string(text), "status": .string(text), "settled": .null, "attempts": 1,
      "code": .string(text), "message": .string(text), "changes": [change],
    ]
  }

  private var operation: JSON {
    [
      "operation": 5, "entry": 6, "kind": .string(text), "system": .string(text),
      "status": .string(text), "actor": .string(text), "reason": .string(text),
      "ticket": .string(text), "openedAt": .string(Self.time), "entries": 21,
    ]
  }

  private var access: JSON {
    [
      "entry": 6, "recordedAt": .string(Self.time), "actor": .string(text), "role": .string(text),
      "what": .string(text), "user": .string(text), "people": .null, "query": .string(text),
      "behalf": .string(text), "purpose": .string(text), "position": 5,
    ]
  }

  private var report: JSON {
    [
      "name": "r", "title": .string(text), "question": .string(text),
      "parameters": [["name": .string(text), "default": .string(text), "required": false]],
      "columns": ["field", "from", "to", "kind", "value"],
    ]
  }

  /// The addresses of the pages that show it.
  static let pages = [
    "/", "/people", "/people/dingtalk/u", "/people/dingtalk/u/history", "/people/dingtalk/u/blame",
    "/changes", "/compare?from=1&to=2", "/drift", "/operations", "/operations/5", "/batches",
    "/batches/1", "/reports", "/reports/r", "/accesses", "/proof", "/me", "/none", "/pushes/new",
    "/batches/1/rollback", "/batches/1/replay", "/batches/1/settle", "/people/dingtalk/u/hold",
    "/fetches/new", "/jobs", "/jobs/1", "/jobs/1/stop", "/jobs/2", "/jobs/3", "/jobs/5",
    "/settings", "/erasures", "/erasures/1", "/people/dingtalk/u/edit", plan,
  ]

  /// The address of the plan of a file, which is uploaded first.
  static let plan = "/plans/N"

  /// The pages at some addresses, as a browser that has signed in gets them.
  func pages(_ addresses: [String], language: String, role: String = "auditor") async throws
    -> [String]
  {
    let count = Atomic<UInt8>(0)
    let tools = PageTools(
      read: { request, _, _ in
        WebResponse(type: "application/json", body: .bytes(answer(request.path).bytes))
      },
      signIn: { _ in PageTools.Person(name: text, role: role, way: .link, entry: 3) },
      address: { "http://localhost" },
      random: { size in
        let number = count.add(1, ordering: .relaxed).newValue
        return [UInt8](repeating: number, count: size)
      },
      now: { Instant(milliseconds: 1_700_000_000_000) },
      times: Times(zone: "Asia/Shanghai") ?? .universal
    )
    let handler = PagesHandler(tools)
    let configuration = WebServer.Configuration(timekeeper: SystemTimekeeper())
    let server = try await WebServer.start(at: .host("127.0.0.1", port: 0), configuration) {
      await handler.respond(to: $0)
    }
    var pages: [String] = []
    do {
      let form = "link=x"
      let signed = try await Self.send(
        "POST /sign-in",
        "Sec-Fetch-Site: same-origin\r\nContent-Length: \(form.utf8.count)\r\n",
        form,
        to: server.port
      )
      let cookie = signed.firstMatch(of: /rollbook=[0-9a-f]+/)?.0 ?? ""
      for address in addresses {
        var address = address
        if address == Self.plan { address = try await upload(cookie: cookie, to: server.port) }
        let fields = "Cookie: \(cookie); rollbook-lang=\(language)\r\n"
        let answer = try await Self.send("GET \(address)", fields, "", to: server.port)
        let end = answer.firstRange(of: "\r\n\r\n")?.upperBound ?? answer.startIndex
        pages.append(String(answer[end...]))
      }
    } catch {
      await server.stop(within: .zero)
      throw error
    }
    await server.stop(within: .zero)
    return pages
  }

  /// Uploads a file, and returns the address of its plan.
  private func upload(cookie: some StringProtocol, to port: Int) async throws -> String {
    let fields = "Cookie: \(cookie)\r\n"
    let form = try await Self.send("GET /pushes/new", fields, "", to: port)
    let token = form.firstMatch(of: /name="token" value="([0-9a-f]{64})"/)?.1 ?? ""
    // Browsers write a quotation mark in the name of a file so.
    let name = text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(500)
      .map { $0 == "\"" ? "%22" : String($0) }.joined()
    var body = ""
    for (name, value) in [
      ("token\"", String(token)), ("to\"", "dingtalk"), ("reason\"", text), ("ticket\"", text),
      ("file\"; filename=\"\(name)\"", "用户,住址\n"),
    ] {
      let plain = value.replacing("\u{0}", with: "")
      body += "--b\r\nContent-Disposition: form-data; name=\"\(name)\r\n\r\n\(plain)\r\n"
    }
    body += "--b--\r\n"
    let head =
      "Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=b\r\n"
      + "Content-Length: \(body.utf8.count)\r\n"
    let sent = try await Self.send("POST /pushes/new", fields + head, body, to: port)
    return String(sent.firstMatch(of: /(?i)location: (\S+)/)?.1 ?? "/no-plan")
  }

  private static func send(_ line: String, _ fields: String, _ body: String, to port: Int)
    async throws -> String
  {
    let connection = try RawConnection(port: port)
    try connection.send(
      "\(line) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(fields)\r\n\(body)"
    )
    return await connection.read().text
  }
}
