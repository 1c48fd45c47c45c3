import Access
import Foundation
import Ledger
import LedgerProof
import LedgerStorage
import RemoteAPI
import Roster
import Schedule
import WebServer

/// Checks of what `rollbook serve` needs besides what a fetch needs.
struct ServiceChecks {
  /// The names of the checks that are always made, in their order.
  static let names = ["listen", "socket", "answer", "signingKey", "lastHead", "localDisk"]

  /// How long before its end a certificate is to be replaced.
  private static let warning = Duration.seconds(14 * 86_400)
  /// How long the service may take to answer.
  private static let patience = Duration.seconds(10)

  let context: CommandContext
  private var settings: Settings { context.settings }

  /// Makes the checks; those of TLS, reports, webhooks and the robot only if they are set.
  func diagnoses() async -> [Diagnosis] {
    let socket = WriterLock.holder(of: settings.ledger)?.socket
    return [listen, self.socket(running: socket), await answer(from: socket)]
      + [signingKey, lastHead, DiskCheck.diagnosis(of: settings.ledger)]
      + [certificate, schedule, webhooks, robot, await signIn()].compactMap { $0 }
  }

  private var listen: Diagnosis {
    let service = settings.service
    let address = service.listen ?? "127.0.0.1:8443"
    if WebAddress(address)?.isLocal == false, service.certificate == nil {
      return Diagnosis("listen", failed: ServiceError.needsTLS)
    }
    if let url = service.publicURL, url.hasPrefix("http://"), !url.hasPrefix("http://127.0.0.1") {
      let text = "\(url) is not https: tokens and values are sent in the clear. Use https."
      return Diagnosis("listen", .warn, text)
    }
    if let metrics = service.metrics, WebAddress(metrics)?.isLocal == false {
      let text = """
        Other machines can read /metrics at \(metrics) without a token. It has no value of a person; \
        if it is not meant for them, set service.metrics to an address of 127.0.0.1.
        """
      return Diagnosis("listen", .warn, text)
    }
    let metrics = service.metrics.map { ", metrics at \($0)" } ?? ""
    return Diagnosis("listen", .ok, "The settings say \(address)\(metrics).")
  }

  /// Whether the socket is there, and who may use it.
  ///
  /// - Parameter running: The socket of the service that writes to the ledger; nil if none does.
  /// - Returns: The result.
  private func socket(running: String?) -> Diagnosis {
    let path = running ?? settings.service.socket ?? settings.ledger + ".sock"
    var facts = stat()
    guard lstat(path, &facts) == 0 else {
      guard running != nil else {
        let text = "No service runs on this ledger; `rollbook serve` starts it."
        return Diagnosis("socket", .skipped, text)
      }
      let text = "The service runs, and its socket \(path) was removed. Start the service again."
      return Diagnosis("socket", .fail, text)
    }
    guard running != nil else {
      let text = "\(path) is there and no service runs: it was killed, or has another ledger."
      return Diagnosis("socket", .warn, text)
    }
    if facts.st_mode & 0o077 != 0 {
      let mode = String(facts.st_mode & 0o777, radix: 8)
      let text = "Other accounts may use \(path) (mode \(mode)). Do: chmod 600 \(path)"
      return Diagnosis("socket", .fail, text)
    }
    var ledger = stat()
    guard stat(settings.ledger, &ledger) == 0, facts.st_uid == ledger.st_uid else {
      let text = """
        \(path) belongs to account \(facts.st_uid), and the ledger to account \(ledger.st_uid). Run \
        the service as the owner of the ledger.
        """
      return Diagnosis("socket", .fail, text)
    }
    return Diagnosis("socket", .ok, "\(path) can be used by the ledger's owner and root alone.")
  }

  private func answer(from socket: String?) async -> Diagnosis {
    guard let socket else {
      return Diagnosis("answer", .skipped, "No service runs that could be asked.")
    }
    do throws(LocalService.Failed) {
      _ = try await LocalService.get("/api/v1/status", socket: socket, within: Self.patience)
      return Diagnosis("answer", .ok, "The service answers at \(socket).")
    } catch {
      let text =
        switch error {
        case .status(401, _), .status(403, _):
          "The service answers its own account and root alone. Run doctor as one of them."
        case .status(let status, _):
          "The service answered \(status) to GET /api/v1/status. Its log says why."
        case .connection:
          "The service at \(socket) did not answer. Its log may say why; start it again."
        }
      return Diagnosis("answer", .fail, text)
    }
  }

  private var signingKey: Diagnosis {
    let path = settings.signing.keyPath
    do throws(LedgerError) {
      guard try context.ledger.signer() != nil else {
        let text = "There is no key at \(path), so no head of the log is signed. Do: rollbook init"
        return Diagnosis("signingKey", .warn, text)
      }
      return Diagnosis("signingKey", .ok, "\(path) is this ledger's, and yours alone to read.")
    } catch {
      return Diagnosis("signingKey", failed: error)
    }
  }

  private var lastHead: Diagnosis {
    guard let path = settings.signing.lastHeadPath else {
      return Diagnosis("lastHead", .skipped, "No file of the last head is set.")
    }
    let folder = Self.folder(of: path)
    if folder == Self.folder(of: settings.ledger) {
      let text = """
        \(path) lies beside the ledger: who may write the one may write the other. Set \
        proof.lastHead to a file on another disk, or ask a witness (proof.policy).
        """
      return Diagnosis("lastHead", .warn, text)
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
    else {
      let text = "\(folder), where the last head is to be kept, is no folder. Make or mount it."
      return Diagnosis("lastHead", .fail, text)
    }
    return Diagnosis("lastHead", .ok, "It is kept in \(folder), away from the ledger.")
  }

  private var certificate: Diagnosis? {
    guard let files = settings.service.certificate else { return nil }
    do throws(WebServerError) {
      let end = try files.end()
      let now = context.environment.timekeeper.now()
      let until = "\(files.certificate) is valid until \(end.utcToTheSecond)"
      if end <= now {
        return Diagnosis("certificate", .fail, "\(until), which is over. Replace it.")
      }
      return end <= now + Self.warning
        ? Diagnosis("certificate", .warn, "\(until). Replace it soon.")
        : Diagnosis("certificate", .ok, "\(until).")
    } catch {
      return Diagnosis("certificate", failed: error)
    }
  }

  private var schedule: Diagnosis? {
    let lines = settings.schedule
    guard !lines.isEmpty else { return nil }
    let catalog = ReportCatalog(context)
    for case .report(let name, _, _) in lines.map(\.action) {
      do { _ = try catalog.report(name) } catch { return Diagnosis("schedule", failed: error) }
    }
    return Diagnosis("schedule", .ok, "It has \(lines.count.counted("line")).")
  }

  private var webhooks: Diagnosis? {
    let webhooks = settings.webhooks
    guard !webhooks.isEmpty else { return nil }
    for webhook in webhooks {
      do { _ = try webhook.keys() } catch { return Diagnosis("webhooks", failed: error) }
    }
    let text = "The keys of \(webhooks.count.counted("webhook")) can be read."
    return Diagnosis("webhooks", .ok, text)
  }

  private var robot: Diagnosis? {
    guard let robot = settings.alerts.robot else { return nil }
    do throws(SettingsError) {
      _ = try robot.token.read()
      _ = try robot.secret?.read()
      return Diagnosis("robot", .ok, "Its token can be read; nothing was sent to it.")
    } catch {
      return Diagnosis("robot", failed: error)
    }
  }

  /// Whether people could sign in by the providers that are set, and whether these respond.
  private func signIn() async -> Diagnosis? {
    let ways = settings.signIn.ways
    guard !ways.isEmpty else { return nil }
    do {
      try await SignInClients(settings, context.ledger, context.environment).check()
      let names = ways.map(\.rawValue).joined(separator: " and ")
      return Diagnosis("signIn", .ok, "The settings fit, and the provider of \(names) responds.")
    } catch {
      return Diagnosis("signIn", failed: error)
    }
  }

  private static func folder(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
  }
}
