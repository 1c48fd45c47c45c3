import Foundation

/// `rollbook-bench`: how fast and how dense Rollbook is, compared with baselines.
@main struct RollbookBench {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let options = Options(arguments) else {
      print(Options.usage)
      if arguments != ["--help"] { exit(64) }
      return
    }
    if let path = options.bodies {
      try writeBodies(to: path, options)
      return
    }
    let results = try await Bench.run(options) { line in
      FileHandle.standardError.write(Data((line + "\n").utf8))
    }
    print(results.table())
  }

  /// Writes ten pages in DingTalk's form.
  private static func writeBodies(to path: String, _ options: Options) throws {
    let workload = Workload(
      seed: options.seed,
      people: options.people[0],
      changingPerThousand: options.changingPerThousand
    )
    var lines: [UInt8] = []
    for page in Decoding.pages(of: workload) { lines += page.body + [0x0A] }
    try Data(lines).write(to: URL(fileURLWithPath: path))
  }
}
