package import Roster

/// Finds what the words of a change file mean in a system.
package struct ChangeResolver {
  private let system: System
  private let catalog: [FieldDescription]
  private let people: (Verbatim) throws -> [PersonCandidate]
  private let everybody: () throws -> [PersonCandidate]
  private let current: (Verbatim, CellAddress) throws -> Verbatim?

  /// Makes a resolver of what is known.
  ///
  /// - Parameters:
  ///   - system: The system that the changes are for.
  ///   - catalog: Its fields as they are described now; Maycur describes none.
  ///   - people: Everybody whom a text means: by key, job number or name, exactly.
  ///   - everybody: All active people; near ones are proposed if a text names no person.
  ///   - current: What a user's cell holds now, where it is known; it reveals lost leading zeros.
  package init(
    system: System,
    catalog: [FieldDescription],
    people: @escaping (Verbatim) throws -> [PersonCandidate],
    everybody: @escaping () throws -> [PersonCandidate] = { [] },
    current: @escaping (Verbatim, CellAddress) throws -> Verbatim? = { _, _ in nil }
  ) {
    self.system = system
    self.catalog = catalog
    self.people = people
    self.everybody = everybody
    self.current = current
  }

  /// Finds the requested changes of a file.
  ///
  /// - Parameter file: The file.
  /// - Returns: The changes of the rows without problems, and every problem.
  /// - Throws: What looking up people or values throws; a problem of the file is never thrown.
  package func resolve(_ file: ChangeFile) throws -> ResolvedChanges {
    var resolution = Resolution(
      file: file,
      users: UserFinder(system: system, people: people, everybody: everybody),
      fields: FieldFinder(catalog),
      current: current
    )
    for row in file.rows { try resolution.resolve(row) }
    resolution.compareRows()
    return resolution.result()
  }
}

/// What a change file wants, and what is wrong with it.
package struct ResolvedChanges: Hashable, Sendable {
  /// What is wanted of each user by the rows without problems.
  ///
  /// In the order in which the file first names them; users without a requested change are left
  /// out.
  package let changes: [UserChange]
  /// Everything that is wrong with the file, what reading it found included.
  package let problems: [RowProblem]
  /// How many rows the file has.
  package let rows: Int
  /// The numbers of the rows with problems, ascending; nothing of them is in `changes`.
  package let badRows: [Int]
  /// The cells of the rows without problems that were cleaned, in the file's order.
  package let cleaned: [CleanedCell]
}

/// A cell of a change file that was cleaned, and what it is about.
package struct CleanedCell: Hashable, Sendable {
  /// The user of its row.
  package let user: Verbatim
  /// The cell of the roster for which it says a value; nil where it names the user, and without an
  /// item of its own for a new item.
  package let address: CellAddress?
  /// What was done.
  package let cleaning: CellCleaning
}
