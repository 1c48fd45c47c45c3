/// Why a file that a person names cannot be used.
package enum FileError: UserFacingError, Hashable {
  /// It cannot be read.
  case unreadable(path: String, reason: String)
  /// It cannot be written.
  case unwritable(path: String, reason: String)

  package var errorCode: ErrorCode {
    switch self {
    case .unreadable: ErrorCode("fileUnreadable", .noInput)
    case .unwritable: ErrorCode("fileUnwritable", .cannotCreate)
    }
  }

  package var message: String {
    switch self {
    case .unreadable(let path, let reason): "The file \(path) cannot be read: \(reason)."
    case .unwritable(let path, let reason): "The file \(path) cannot be written: \(reason)."
    }
  }
}
