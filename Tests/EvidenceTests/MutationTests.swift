import Evidence
import Foundation
import RollbookTestSupport
import Testing
import TransparencyLog

/// Every single byte of a bundle counts, for both verifiers.
@Suite struct MutationTests {
  private let scene: Scene
  private let bundle: EvidenceBundle

  init() async throws {
    scene = try await Scene()
    bundle = try scene.fullBundle()
  }

  /// The same file with one byte changed, drawn from all bytes of the bundle.
  private func change(_ random: inout Seeded) -> (name: String, bundle: EvidenceBundle) {
    let paths = bundle.files.keys.sorted()
    var place = Int.random(in: 0..<bundle.files.values.reduce(0) { $0 + $1.count }, using: &random)
    var changed = bundle
    for path in paths {
      let count = bundle.files[path]?.count ?? 0
      if place < count {
        let by = UInt8.random(in: 1...255, using: &random)
        changed.files[path]?[place] ^= by
        return ("\(path) at \(place) by \(by)", changed)
      }
      place -= count
    }
    return ("", changed)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `hundreds of changed bytes are refused, with and without another manifest`(
    seed: UInt64
  ) throws {
    var random = Seeded(seed)
    let verifier = scene.verifier
    _ = try verifier.verify(bundle)
    for _ in 0..<400 {
      let (name, changed) = change(&random)
      var rebuilt = changed
      if !name.hasPrefix("MANIFEST ") { rebuilt.files["MANIFEST"] = rebuilt.rebuiltManifest }
      for bundle in [changed, rebuilt] {
        #expect(throws: EvidenceRefusal.self, "\(name), seed \(seed)") {
          try verifier.verify(bundle)
        }
      }
    }
  }

  @Test(.enabled(if: Python.isPresent))
  func `the script that was written from the document refuses three thousand of them, too`()
    async throws
  {
    let folder = scene.folder.url.appendingPathComponent("bundle")
    try bundle.write(to: folder)
    let run = try await Python.run(
      "mutate_bundle.py",
      [folder.path, scene.key.description, "1", "3000"]
    )
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.contains("\"erased\": 0"))
    let numbers = run.text.matches(of: /"(?:refused|tried)": ([0-9]+)/).compactMap { Int($0.1) }
    #expect(numbers.count == 2 && numbers.first == numbers.last && numbers[0] > 5000)
  }
}
