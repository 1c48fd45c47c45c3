import Foundation
import Roster

/// The number of files that the process may open.
enum Descriptors {
  /// The number that is requested from the system.
  private static let wanted: rlim_t = 4096
  /// For files, pipes and a few connections.
  private static let least = 32
  /// For the network thread of each processor.
  private static let perProcessor = 4

  /// Raises the number of files that the process may open, up to some thousands.
  ///
  /// - Returns: An error if there are too few: the network would end the process with a signal.
  static func raise() -> Failure? {
    #if os(Linux)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    let resource = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return nil }
    if limit.rlim_cur < wanted {
      limit.rlim_cur = min(wanted, limit.rlim_max)
      _ = setrlimit(resource, &limit)
      _ = getrlimit(resource, &limit)
    }
    let needed = least + perProcessor * ProcessInfo.processInfo.activeProcessorCount
    guard limit.rlim_cur < needed else { return nil }
    return Failure(DescriptorError.tooFew(Int(limit.rlim_cur), needed: needed))
  }
}

/// Why the process cannot do its work.
enum DescriptorError: UserFacingError, Hashable {
  /// It may not open as many files as it needs.
  case tooFew(Int, needed: Int)

  var errorCode: ErrorCode {
    switch self {
    case .tooFew: ErrorCode("tooFewDescriptors", .inputOutput)
    }
  }

  var message: String {
    switch self {
    case .tooFew(let allowed, let needed):
      "This process may open \(allowed) files, and it needs \(needed). Nothing was done; raise the "
        + "limit (ulimit -n \(needed)) and run the command again."
    }
  }
}
