/// A private authority, and the certificate that it signed for `dingtalk.test` and `localhost`.
///
/// They serve these tests alone: the key guards nothing, and both are good until 2120.
enum Certificates {
  /// The authority.
  static let authority = """
    -----BEGIN CERTIFICATE-----
    MIIBeDCCAR2gAwIBAgIBATAKBggqhkjOPQQDAjAiMSAwHgYDVQQDDBdSb2xsYm9v
    ayB0ZXN0IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAw
    MFowIjEgMB4GA1UEAwwXUm9sbGJvb2sgdGVzdCBhdXRob3JpdHkwWTATBgcqhkjO
    PQIBBggqhkjOPQMBBwNCAAQpRAa9S+1yn1FY+s6jGveaqQMhxWPfo46bHDyLAdHi
    OK3WTIyiDSj2S3aw4BVg4wZSeOSBaO2XYQSXOKaRFmseo0IwQDAPBgNVHRMBAf8E
    BTADAQH/MA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQU0WHPxEDzix7oF+Tc1Af9
    uaA/tN8wCgYIKoZIzj0EAwIDSQAwRgIhANMLWSp8CLCPrD0U4kW5N8IhCwBOAlow
    XxzNUpT/0a9kAiEAnKIygTcsqe67uI3iY0KlnqnoXaKMK+WXKjbtESb+quA=
    -----END CERTIFICATE-----
    """
  /// The server's certificate.
  static let server = """
    -----BEGIN CERTIFICATE-----
    MIIBljCCATygAwIBAgIBAjAKBggqhkjOPQQDAjAiMSAwHgYDVQQDDBdSb2xsYm9v
    ayB0ZXN0IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAw
    MFowGDEWMBQGA1UEAwwNZGluZ3RhbGsudGVzdDBZMBMGByqGSM49AgEGCCqGSM49
    AwEHA0IABOiJU8wslW+PcjW0p2o3mNUXhH7oUTPR8e+mmwd93IQPKaBaGcDn2TQm
    Wu6FgBz9rWpFMUdt15ziEDthRFvspUCjazBpMCMGA1UdEQQcMBqCDWRpbmd0YWxr
    LnRlc3SCCWxvY2FsaG9zdDAMBgNVHRMBAf8EAjAAMBMGA1UdJQQMMAoGCCsGAQUF
    BwMBMB8GA1UdIwQYMBaAFNFhz8RA84se6Bfk3NQH/bmgP7TfMAoGCCqGSM49BAMC
    A0gAMEUCIAy6NoCW0HTx9UMOUpwkXCDp9RYirLgATPCu15I3WrvUAiEAnSWj4VxB
    iZfdTjYJCXhhVIZievS+varwpOAWpesukko=
    -----END CERTIFICATE-----
    """
  /// The server's key.
  static let serverKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg8HU1FV0UJJ8hf5g2
    3FtbqQiYS2qJYveQUEVBHz2RNyahRANCAAToiVPMLJVvj3I1tKdqN5jVF4R+6FEz
    0fHvppsHfdyEDymgWhnA59k0JlruhYAc/a1qRTFHbdec4hA7YURb7KVA
    -----END PRIVATE KEY-----
    """
}
