import RemoteAPI
import Testing

struct SecretTests {
  private struct Settings {
    let name: String
    let key: Secret
  }

  @Test func `a secret is shown in no way`() {
    let secret = Secret("hunter2")
    let settings = Settings(name: "visible", key: secret)
    var dumped = ""
    dump(settings, to: &dumped)
    dump(secret, to: &dumped)
    let shown = [
      "\(secret)", "\(settings)", String(describing: [secret]), String(reflecting: settings),
      String(reflecting: secret), dumped, String(describing: Optional(secret)),
    ]
    for text in shown { #expect(!text.contains("hunter2")) }
    #expect(dumped.contains("visible"))
    #expect(secret.revealed == "hunter2")
  }

  @Test func `a secret is removed from what a system returns`() {
    let secret = Secret("abc")
    #expect(secret.redacted(from: "token abc of abcabc") == "token *** of ******")
    #expect(secret.redacted(from: "nothing") == "nothing")
    #expect(Secret("").redacted(from: "text") == "text")
  }

  @Test func `a request shows its redacted URL only`() {
    let request = APIRequest(
      method: .get,
      url: "http://x/?token=abc",
      redacted: "http://x/?token=***"
    )
    var shown = "\(request)" + String(reflecting: request)
    dump(request, to: &shown)
    #expect(!shown.contains("abc"))
  }
}
