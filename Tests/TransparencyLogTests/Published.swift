/// The small published tables of the transparency-log projects, so that the tests pass without
/// the folder of vectors.
enum Published {
  /// A test key of golang/mod.
  static let peterSecret =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

  /// Its public half.
  static let peter =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

  /// Its public half for cosigning.
  static let peterWitness =
    "PeterNeumann+18b9780b+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

  /// Another public key of golang/mod.
  static let enoch =
    "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"

  /// A note that both have signed.
  static let twoSigners =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n"
    + "\n"
    + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdn"
    + "gotpRZb6KE6RyyBwJnAM=\n"
    + "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwn"
    + "WLox33WWd1RvMc+QQ=\n"

  /// The example key of C2SP signed-note.
  static let specKey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

  /// The example note of C2SP signed-note.
  static let specNote =
    "This is an example message.\n"
    + "\n"
    + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3"
    + "mFXmRKuwHjG1Yu72IneyaQM=\n"

  /// The key of sum.golang.org.
  static let sumKey =
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

  /// A checkpoint of sum.golang.org.
  static let sumCheckpoint =
    "go.sum database tree\n"
    + "6476701\n"
    + "mb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n"
    + "\n"
    + "— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPR"
    + "YfvimWEPWL+o3GeoWwOoAw=\n"

  /// The key of a log that the tools of Sigsum made.
  static let sigsumKey =
    "sigsum.org/v1/tree/7c5fafc796c201e0fcd7567c5033a2777ec28363f54ea0ba97b57bece0d96acd+e7"
    + "91a545+AawmwKhVrEUaZTlHjhoWA4jwJLOF8TY+/NpHAXAHbAHl"

  /// The key of its witness.
  static let sigsumWitness =
    "sigsum.org/v1/witness/bd8385aa82e07c3e1e297a1600c12bb25ce7a9490b5c1287ec30e09ac4c8b884"
    + "+2eafbe81+BMvjV+a0ZASecDt75siSARk6zCoYwJWwaRqvULmx4VeK"

  /// Its checkpoint, cosigned.
  static let sigsumCheckpoint =
    "sigsum.org/v1/tree/7c5fafc796c201e0fcd7567c5033a2777ec28363f54ea0ba97b57bece0d96acd\n"
    + "4\n"
    + "PdxW/UbnHlF7aTa5d6RX2n05gQgUH831yDhs3XJKt6g=\n"
    + "\n"
    + "— sigsum.org/v1/tree/7c5fafc796c201e0fcd7567c5033a2777ec28363f54ea0ba97b57bece0d96acd "
    + "55GlRcy92MeEcmtzK47dIDn7rVUG5KzM1W4+XYbA7hCbPSZi5ogf49CfxI+d3TFJRGPF7ESSb/kVh4WtHdm11k"
    + "NLCAQ=\n"
    + "— sigsum.org/v1/witness/bd8385aa82e07c3e1e297a1600c12bb25ce7a9490b5c1287ec30e09ac4c8b8"
    + "84 Lq++gQAAAABkU6LG6NbER9eEfVwUMe+G+MYPoMus2XU4iyqPIC/ksPnQ1USYnJ2TUXUthqri33K51xNbawn"
    + "eLMqm1o7fY4EF1pvmCQ==\n"

  /// The secret key of the test log of Tessera.
  static let testLogSecret =
    "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DS"
    + "F3eg"

  /// Its public half.
  static let testLogKey =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"

  /// The secret key of a test witness of Tessera.
  static let firstWitnessSecret =
    "PRIVATE+KEY+Wit1+55ee4561+AeadRiG7XM4XiieCHzD8lxysXMwcViy5nYsoXURWGrlE"

  /// The secret key of another.
  static let secondWitnessSecret =
    "PRIVATE+KEY+Wit2+85ecc407+AfPTvxw5eUcqSgivo2vaiC7JPOMUZ/9baHPSDrWqgdGm"

  /// A checkpoint of the test log, cosigned by both.
  static let twoWitnesses =
    "example.com/log/testdata\n"
    + "8\n"
    + "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    + "\n"
    + "— example.com/log/testdata M9e0loRVkEPcM/dTSb6Mjv4p+ddtWVs8jOuTljfuDAFhvGTLRlsxA/U6Mgh"
    + "Q8dOdcWU9wylzFS3B9MbyqXOzmNpbmwM=\n"
    + "— Wit1 mz+y1QAAAABkGFDLpa7Xo/e8nxyy5FY6fxf3nH7PYyN0q5dMBzHqwCjf3+M9VYZY0nWedDS5eQgGs7P"
    + "yu0Tr6JELczTvTXLcHfB0Cw==\n"
    + "— Wit2 OBU0RQAAAABkGFDM+pFneUKVTktXL6Lm0FHc7EkuDuFBNoK46Z6WjOnlyNWSQ7ci0gZTmwnS/npgqyj"
    + "9X9kljE/lihYIksccwi1jAg==\n"

  /// A proof of the entry `five` in the test log.
  static let proofFourOfFifteen =
    "c2sp.org/tlog-proof@v1\n"
    + "index 4\n"
    + "yiM+eia4w1wsk/Ukx7kF56IQVkDW3MWUaUz/VtJu+yU=\n"
    + "nk9gCR+floFqznAPtqjjcnnV64dge2jQB95D5t164Hg=\n"
    + "zY1lN35vrXYAPixXSd59LsU29xUJtuW4o2dNNg5Y2Co=\n"
    + "5jLpqTgjsBDSEX6SgZiRnbTMdTuRd8bQ5tSsAOxe0Ks=\n"
    + "\n"
    + "example.com/log/testdata\n"
    + "15\n"
    + "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n"
    + "\n"
    + "— example.com/log/testdata M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvI"
    + "t/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=\n"
}
