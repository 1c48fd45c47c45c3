import Roster
import VerbatimJSON

/// The parameters of a control call.
struct Parameters {
  private var values: [String: String]
  /// When the call came.
  let now: Instant

  init(_ call: Call, now: Instant) throws(SandboxError) {
    self.now = now
    values = call.query
    guard !call.body.isEmpty else { return }
    guard let members = (try? JSON(parsing: call.body))?.members else {
      throw .badParameter("body")
    }
    for member in members { values[member.key] = member.value.text ?? member.value.compact }
  }

  subscript(name: String) -> String? { values[name] }

  func text(_ name: String) throws(SandboxError) -> String {
    guard let text = values[name] else { throw .badParameter(name) }
    return text
  }

  func integer(_ name: String, or fallback: Int) throws(SandboxError) -> Int {
    guard let text = values[name] else { return fallback }
    guard let number = Int(text), number >= 0 else { throw .badParameter(name) }
    return number
  }

  func share(_ name: String) throws(SandboxError) -> Double {
    guard let share = Double(try text(name)), 0...1 ~= share else { throw .badParameter(name) }
    return share
  }

  func field(in company: Company) throws(SandboxError) -> FieldCode {
    let field = FieldCode(try text("field"))
    guard company.catalog.field(field) != nil else { throw .unknownField(field) }
    return field
  }
}
