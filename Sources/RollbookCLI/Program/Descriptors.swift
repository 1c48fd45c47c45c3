import Foundation
import Roster

/// How many files the process may have open.
enum Descriptors {
  /// What is asked for where the system allows it.
  private static let wanted: rlim_t = 4096
  /// Files, pipes and a connection or two.
  private static let least = 32
  /// What the network's thread of each processor opens.
  private static let perProcessor = 4

  /// Lets the process open as many as the system allows, up to some thousands.
  ///
  /// - Returns: What is wrong where that is too few: the network would end the process by a signal.
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

  var name: String {
    switch self {
    case .tooFew: "tooFewDescriptors"
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
