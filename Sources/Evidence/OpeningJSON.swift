import TransparencyLog
import VerbatimJSON

/// The canonical form of an opening: JSON without spaces, with every member, in this order.
extension Opening {
  /// Reads an opening; nil if the bytes do not have the canonical form.
  init?(parsing bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes), let cells = json["cells"]?.elements,
      let texts = json["texts"]?.elements, let erased = json["erased"]?.elements,
      let people = json["people"]?.elements
    else { return nil }
    person = json["person"]?.text.flatMap { Hexadecimal.decode($0.utf8) }
    user = json["user"].flatMap { UserOpening($0) }
    self.cells = cells.compactMap { CellOpening($0) }
    self.texts = texts.compactMap { TextOpening($0) }
    self.erased = erased.compactMap { ErasedSlot($0) }
    self.people = people.compactMap { PeoplePlace($0) }
    // Anything that was ignored above makes the bytes differ.
    guard self.bytes == bytes else { return nil }
  }

  /// The bytes of the file.
  package var bytes: [UInt8] {
    let json: JSON = [
      "person": .optional(person.map { Hexadecimal.text($0) }), "user": user?.json ?? .null,
      "cells": .array(cells.map(\.json)), "texts": .array(texts.map(\.json)),
      "erased": .array(erased.map(\.json)), "people": .array(people.map(\.json)),
    ]
    return json.bytes + [0x0A]
  }

  fileprivate static func salt(_ json: JSON) -> [UInt8]? {
    guard let salt = json["salt"]?.text.flatMap({ Hexadecimal.decode($0.utf8) }), salt.count == 16
    else { return nil }
    return salt
  }
}

extension UserOpening {
  fileprivate init?(_ json: JSON) {
    guard let salt = Opening.salt(json), let system = json["system"]?.text,
      let key = json["key"]?.text
    else { return nil }
    self.init(salt: salt, system: system, key: key)
  }

  fileprivate var json: JSON {
    ["salt": .string(Hexadecimal.text(salt)), "system": .string(system), "key": .string(key)]
  }
}

extension CellOpening {
  fileprivate init?(_ json: JSON) {
    guard let ordinal = json["ordinal"]?.integer, let salt = Opening.salt(json),
      let field = json["field"]?.text, let item = json["item"]?.integer,
      let form = json["form"]?.integer, let proof = json["proof"]?.elements
    else { return nil }
    let value = SaltedValue(
      salt: salt,
      field: field,
      item: item,
      form: form,
      value: json["value"]?.text,
      label: json["label"]?.text
    )
    self.init(ordinal: ordinal, value: value, proof: proof.compactMap { MerkleHash($0) })
  }

  fileprivate var json: JSON {
    [
      "ordinal": .integer(ordinal), "salt": .string(Hexadecimal.text(value.salt)),
      "field": .string(value.field), "item": .integer(value.item), "form": .integer(value.form),
      "value": .optional(value.value), "label": .optional(value.label),
      "proof": .strings(proof.map(\.description)),
    ]
  }
}

extension TextOpening {
  fileprivate init?(_ json: JSON) {
    guard let slot = json["slot"]?.text, let salt = Opening.salt(json),
      let content = json["content"]?.text
    else { return nil }
    self.init(slot: slot, salt: salt, content: content)
  }

  fileprivate var json: JSON {
    [
      "slot": .string(slot), "salt": .string(Hexadecimal.text(salt)),
      "content": .string(content),
    ]
  }
}

extension ErasedSlot {
  fileprivate init?(_ json: JSON) {
    guard let slot = json["slot"]?.text, let number = json["number"]?.integer,
      let commitment = json["commitment"].flatMap({ MerkleHash($0) }),
      let proof = json["proof"]?.elements, let erasure = json["erasure"]?.integer,
      let place = json["place"]?.integer, let way = json["way"]?.elements
    else { return nil }
    self.init(
      slot: slot,
      number: number,
      commitment: commitment,
      proof: proof.compactMap { MerkleHash($0) },
      erasure: erasure,
      place: place,
      way: way.compactMap { MerkleHash($0) }
    )
  }

  fileprivate var json: JSON {
    [
      "slot": .string(slot), "number": .integer(number),
      "commitment": .string(commitment.description), "proof": .strings(proof.map(\.description)),
      "erasure": .integer(erasure), "place": .integer(place),
      "way": .strings(way.map(\.description)),
    ]
  }
}

extension PeoplePlace {
  fileprivate init?(_ json: JSON) {
    guard let place = json["place"]?.integer,
      let member = json["member"].flatMap({ MerkleHash($0) }),
      let proof = json["proof"]?.elements
    else { return nil }
    self.init(place: place, member: member, proof: proof.compactMap { MerkleHash($0) })
  }

  fileprivate var json: JSON {
    [
      "place": .integer(place), "member": .string(member.description),
      "proof": .strings(proof.map(\.description)),
    ]
  }
}

extension MerkleHash {
  fileprivate init?(_ json: JSON) {
    guard let bytes = json.text.flatMap({ Hexadecimal.decode($0.utf8) }) else { return nil }
    self.init(bytes)
  }
}
