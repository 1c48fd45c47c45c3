package import Roster

/// Finds the fields, users and values that a change file names.
package struct ChangeResolver {
  private let system: System
  private let catalog: [FieldDescription]
  private let people: (Verbatim) throws -> [PersonCandidate]
  private let everybody: () throws -> [PersonCandidate]
  private let current: (Verbatim, CellAddress) throws -> Verbatim?

  /// Creates a resolver.
  ///
  /// - Parameters:
  ///   - system: The system that the changes are for.
  ///   - catalog: Its current fields; Maycur describes none.
  ///   - people: Returns everybody with a key, job number or name that equals a text.
  ///   - everybody: All active people; similar ones are proposed if a text names no person.
  ///   - current: Returns the current content of a user's cell, if it is known; it reveals lost
  ///     leading zeros.
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

  /// Resolves the requested changes of a file.
  ///
  /// - Parameter file: The file.
  /// - Returns: The changes of the rows without problems, and every problem.
  /// - Throws: Errors of looking up people or values; a problem of the file is never thrown.
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

/// The resolved changes of a file, and its problems.
package struct ResolvedChanges: Hashable, Sendable {
  /// The changes of each user, from the rows without problems.
  ///
  /// Users are in the order of the file; users without a change are left out.
  package let changes: [UserChange]
  /// All problems of the file, including those found while reading it.
  package let problems: [RowProblem]
  /// How many rows the file has.
  package let rows: Int
  /// The numbers of the rows with problems, ascending; `changes` has nothing of them.
  package let badRows: [Int]
  /// The cleaned cells of the rows without problems, in the file's order.
  package let cleaned: [CleanedCell]
}

/// A cleaned cell of a change file, and the cell of the roster that it is for.
package struct CleanedCell: Hashable, Sendable {
  /// The user of its row.
  package let user: Verbatim
  /// The cell of the roster; nil if the text names the user.
  ///
  /// For a new item, the item is not its final one.
  package let address: CellAddress?
  /// How the cell was cleaned.
  package let cleaning: CellCleaning
}
