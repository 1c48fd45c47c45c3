#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The functions of libpq that are used, loaded from the machine's library at the first use.
///
/// The names are libpq's own, without `PQ`; its manual says what each does.
struct LibPQ: Sendable {
  typealias Handle = OpaquePointer
  typealias Text = UnsafePointer<CChar>
  typealias Bytes = UnsafeMutablePointer<CChar>

  let connectdbParams:
    @convention(c) (UnsafePointer<Text?>?, UnsafePointer<Text?>?, Int32) -> Handle?
  let finish: @convention(c) (Handle?) -> Void
  let status: @convention(c) (Handle?) -> Int32
  let errorMessage: @convention(c) (Handle?) -> Text?
  let exec: @convention(c) (Handle?, Text) -> Handle?
  let execParams:
    @convention(c) (
      Handle?, Text, Int32, UnsafePointer<UInt32>?, UnsafePointer<Text?>?, UnsafePointer<Int32>?,
      UnsafePointer<Int32>?, Int32
    ) -> Handle?
  let resultStatus: @convention(c) (Handle?) -> Int32
  let resultErrorField: @convention(c) (Handle?, Int32) -> Text?
  let clear: @convention(c) (Handle?) -> Void
  let ntuples: @convention(c) (Handle?) -> Int32
  let nfields: @convention(c) (Handle?) -> Int32
  let ftype: @convention(c) (Handle?, Int32) -> UInt32
  let getvalue: @convention(c) (Handle?, Int32, Int32) -> Text?
  let getlength: @convention(c) (Handle?, Int32, Int32) -> Int32
  let getisnull: @convention(c) (Handle?, Int32, Int32) -> Int32
  let cmdTuples: @convention(c) (Handle?) -> Text?
  let putCopyData: @convention(c) (Handle?, UnsafeRawPointer?, Int32) -> Int32
  let putCopyEnd: @convention(c) (Handle?, Text?) -> Int32
  let getCopyData: @convention(c) (Handle?, UnsafeMutablePointer<Bytes?>?, Int32) -> Int32
  let getResult: @convention(c) (Handle?) -> Handle?
  let freemem: @convention(c) (UnsafeMutableRawPointer?) -> Void

  /// The loaded library, or that this machine has none.
  static let shared = Result { () throws(PostgresError) in try LibPQ() }

  private init() throws(PostgresError) {
    let names = ["libpq.so.5", "libpq.5.dylib"]
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else {
      throw .libraryMissing
    }
    func load<Function>(_ name: String) throws(PostgresError) -> Function {
      guard let symbol = dlsym(library, "PQ" + name) else { throw .libraryMissing }
      return unsafeBitCast(symbol, to: Function.self)
    }
    connectdbParams = try load("connectdbParams")
    finish = try load("finish")
    status = try load("status")
    errorMessage = try load("errorMessage")
    exec = try load("exec")
    execParams = try load("execParams")
    resultStatus = try load("resultStatus")
    resultErrorField = try load("resultErrorField")
    clear = try load("clear")
    ntuples = try load("ntuples")
    nfields = try load("nfields")
    ftype = try load("ftype")
    getvalue = try load("getvalue")
    getlength = try load("getlength")
    getisnull = try load("getisnull")
    cmdTuples = try load("cmdTuples")
    putCopyData = try load("putCopyData")
    putCopyEnd = try load("putCopyEnd")
    getCopyData = try load("getCopyData")
    getResult = try load("getResult")
    freemem = try load("freemem")
  }
}
