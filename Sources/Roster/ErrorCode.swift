/// The stable name of an error, on which scripts may rely, with the exit status that it causes:
/// `ErrorCode("ledgerBusy", .tryLater)`.
///
/// Each is written as such a literal, in the `errorCode` of the error that has it. `docs/cli.md` lists all.
package struct ErrorCode: Hashable, Sendable {
  /// The name, in camel case.
  package let name: String
  /// The status with which the program ends.
  package let exit: ExitStatus

  /// Names an error.
  package init(_ name: String, _ exit: ExitStatus) {
    self.name = name
    self.exit = exit
  }
}
