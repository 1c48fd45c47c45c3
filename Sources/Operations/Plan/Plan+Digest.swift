import Crypto
import Roster
import TransparencyLog
import VerbatimJSON

extension Plan {
  /// The SHA-256 of what it changes, in hexadecimal digits.
  ///
  /// Two plans with one digest do the same to the same contents. What is refused, and how it is sent,
  /// is no part of it.
  package var digest: String {
    let rows = effective.map { row -> JSON in
      [
        "user": .string(row.user.text),
        "cells": .array(row.cells.filter { $0.action != nil }.map(\.stated)),
      ]
    }
    let json: JSON = ["system": .string(system.rawValue), "rows": .array(rows)]
    return Hexadecimal.text(SHA256.hash(data: json.bytes))
  }
}

extension PlannedCell {
  /// What is done to what; nothing known and nothing there are the same to a plan.
  fileprivate var stated: JSON {
    [
      "field": .string(address.field.text), "item": .integer(address.item),
      "action": .string(actionName),
      "from": (from ?? .gone).stated, "to": to.stated,
    ]
  }
}

extension Content {
  fileprivate var stated: JSON {
    [.string(presence.rawValue), .optional(value?.text)]
  }
}
