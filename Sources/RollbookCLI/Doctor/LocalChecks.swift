import LedgerHistory
import Foundation
import Ledger
import LedgerStorage
import RemoteAPI
import Tables
import Roster

/// Checks that need no network: settings, files and disk.
struct LocalChecks {
  let settings: Settings
  let now: Instant
  /// The working folder.
  let folder: String

  func diagnoses() -> [Diagnosis] {
    [sources, secret, ledger, coverage, disk] + [leftovers].compactMap { $0 }
  }

  private var sources: Diagnosis {
    let from = settings.file.map { "Read from \($0), the environment and flags." }
    let missing = [
      (settings.appKey == nil, Settings.Variable.appKey),
      (settings.secret == nil, Settings.Variable.appSecret),
      (settings.agentID == nil, Settings.Variable.agentID),
    ].filter(\.0).map(\.1.rawValue)
    if !missing.isEmpty {
      let verb = missing.count == 1 ? "is" : "are"
      return Diagnosis(
        "settings",
        .fail,
        "\(missing.joined(separator: ", ")) \(verb) not set. Set them, or write a rollbook.yaml.",
        error: "settingMissing"
      )
    }
    let urls = [settings.url, settings.apiURL]
    if let url = urls.first(where: {
      $0.hasPrefix("http://") && !$0.hasPrefix("http://127.0.0.1")
    }) {
      return Diagnosis(
        "settings",
        .warn,
        "\(url) is not https: the app secret is sent in the clear. Use https."
      )
    }
    let read = from ?? "No settings file; read from the environment and flags."
    let proxy = settings.network.proxy.map { " by the proxy \($0.place)" } ?? ""
    return Diagnosis("settings", .ok, "\(read) DingTalk is at \(settings.url)\(proxy).")
  }

  private var secret: Diagnosis {
    guard let source = settings.secret else {
      return Diagnosis("secret", .skipped, "There is none to look at.")
    }
    do throws(SettingsError) { _ = try source.read() } catch {
      return Diagnosis("secret", failed: error)
    }
    guard case .file(let path) = source else {
      return Diagnosis("secret", .ok, "It is in the environment.")
    }
    var facts = stat()
    if stat(path, &facts) == 0, !PlainFile.isPrivate(facts) {
      let mode = String(facts.st_mode & 0o777, radix: 8)
      return Diagnosis(
        "secret",
        .warn,
        "Others may read \(path) (mode \(mode)). Do: chmod 600 \(path)"
      )
    }
    return Diagnosis("secret", .ok, "\(path) can be read by you alone.")
  }

  private var ledger: Diagnosis {
    let path = settings.ledger
    let ledger: Ledger
    do throws(LedgerError) {
      ledger = try Ledger.open(at: path)
      try ledger.check()
    } catch {
      return Diagnosis("ledger", failed: error)
    }
    if let mode = Self.mode(path), mode & 0o077 != 0 {
      return Diagnosis(
        "ledger",
        .warn,
        """
        Others may read \(path) (mode \(String(mode, radix: 8))), and it holds personal data. \
        Do: chmod 600 \(path)
        """
      )
    }
    if !FileManager.default.isWritableFile(atPath: path) {
      return Diagnosis("ledger", .fail, "\(path) can be read and not written. Make it writable.")
    }
    if let ahead = try? ledger.ahead(of: now) {
      return Diagnosis("ledger", .warn, ahead.sentence(settings.times))
    }
    if let writer = ledger.writer() {
      let text = "\(path) is sound; process \(writer.process) is writing to it now."
      return Diagnosis("ledger", .ok, text)
    }
    let entries = (try? ledger.statistics().entries) ?? 0
    let size = entries.counted("entry", "entries")
    return Diagnosis("ledger", .ok, "\(path) is sound and has \(size).")
  }

  /// Whether every field of the catalog was ever returned.
  private var coverage: Diagnosis {
    do throws(LedgerError) {
      guard let fetch = try Ledger.open(at: settings.ledger).lastWholeFetch() else {
        let text = "No fetch of all people and all fields has finished yet."
        return Diagnosis("coverage", .skipped, text)
      }
      if fetch.unheld.isEmpty {
        let text = "Every field of the catalog has come back for at least one person."
        return Diagnosis("coverage", .ok, text)
      }
      return Diagnosis("coverage", .warn, Finding.sentences(fetch.unheld).joined(separator: " "))
    } catch {
      return Diagnosis("coverage", .skipped, "Not looked at, because of the ledger.")
    }
  }

  private var disk: Diagnosis {
    let folder = URL(fileURLWithPath: settings.ledger).deletingLastPathComponent().path
    let facts = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = (facts?[.systemFreeSize] as? NSNumber)?.int64Value else {
      return Diagnosis("disk", .warn, "The free space beside \(folder) could not be found out.")
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: settings.ledger))?[.size]
    let ledger = (size as? NSNumber)?.int64Value ?? 0
    // A backup, and the write-ahead log of a large fetch, need about as much space again.
    let wanted = max(200_000_000, ledger * 2)
    let text = "\(free / 1_000_000) MB are free beside the ledger of \(ledger / 1_000_000) MB"
    return free < wanted
      ? Diagnosis("disk", .warn, "\(text). Free some: \(wanted / 1_000_000) MB are wise.")
      : Diagnosis("disk", .ok, "\(text).")
  }

  /// Unfinished files of killed commands; nil if there are none.
  private var leftovers: Diagnosis? {
    let beside = URL(fileURLWithPath: settings.ledger).deletingLastPathComponent().path
    let temporary = FileManager.default.temporaryDirectory.path
    let all = Set([beside, folder, temporary]).sorted().flatMap { Unfinished.left(in: $0) }
    if all.isEmpty { return nil }
    return Diagnosis(
      "leftovers",
      .warn,
      """
      \(all.joined(separator: ", ")): a command that was killed left this, and it may hold personal data. \
      Do: rm -r \(all.joined(separator: " "))
      """
    )
  }

  /// The permission bits of a file; nil if there is none.
  private static func mode(_ path: String) -> Int? {
    let facts = try? FileManager.default.attributesOfItem(atPath: path)
    return (facts?[.posixPermissions] as? NSNumber)?.intValue
  }
}
