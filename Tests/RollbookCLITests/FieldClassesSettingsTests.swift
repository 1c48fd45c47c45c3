@testable import RollbookCLI
import Roster
import Testing

/// The classes of fields in the settings.
@Suite struct FieldClassesSettingsTests {
  private func classes(_ text: String) throws -> FieldClasses {
    let file: SettingsFile = try SettingsDecoder.decode("classes:\n\(text)\n", of: "rollbook.yaml")
    return try FieldClasses(file.classes)
  }

  @Test func `the settings give fields other classes`() throws {
    let classes = try classes("  open: [\"sys03-*\", sys02-certNo]\n  sensitive: [dismissal]")
    #expect(classes.of("sys03-major") == .open && classes.of("sys02-certNo") == .open)
    #expect(classes.of("dismissal") == .sensitive && classes.of("sys02-address") == .sensitive)
  }

  @Test(arguments: [
    "  open: [a]\n  private: [a]", "  open: [\"*-a\"]", "  private: [\"\"]", "  secret: [a]",
  ])
  func `a class that cannot be meant is refused`(text: String) {
    #expect(throws: SettingsError.self) { try classes(text) }
  }
}
