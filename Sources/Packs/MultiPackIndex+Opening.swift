import Git

extension MultiPackIndex {
  /// The name of the file, and of the folder with a chain of them, in a folder of packs.
  private static let fileName = "multi-pack-index"
  private static let chainFolder = "multi-pack-index.d"
  /// More layers than this are not read; git merges them long before.
  private static let mostLayers = 1 << 10

  /// Opens what a folder of packs has of them: one file, or else the layers of a chain.
  ///
  /// - Parameters:
  ///   - directory: The folder of packs.
  ///   - format: How long the ids are.
  ///   - failed: Is called for what is there and can't be read.
  /// - Returns: Those that can be read.
  static func all(
    in directory: Path, _ format: ObjectFormat, failed: (PackError) -> Void
  ) -> [MultiPackIndex] {
    // As git does, the chain counts only where there is no single file.
    let single = directory.appending(fileName.utf8)
    if single.fileSize != nil {
      return open([single], format, failed)
    }
    let folder = directory.appending(chainFolder.utf8)
    let list = folder.appending("multi-pack-index-chain".utf8)
    guard let size = list.fileSize, size > 0 else { return [] }
    do throws(PackError) {
      guard size <= mostLayers * (format.digitCount + 1) else {
        throw PackError(list, .corruptIndex)
      }
      let lines = try MappedFile(list).bytes.split(separator: UInt8(ascii: "\n"))
      var layers: [Path] = []
      for line in lines {
        guard ObjectID(hex: String(decoding: line, as: UTF8.self), format) != nil else {
          throw PackError(list, .corruptIndex)
        }
        layers.append(folder.appending("multi-pack-index-".utf8 + line + ".midx".utf8))
      }
      return open(layers, format, failed)
    } catch {
      failed(error)
      return []
    }
  }

  private static func open(
    _ paths: [Path], _ format: ObjectFormat, _ failed: (PackError) -> Void
  ) -> [MultiPackIndex] {
    var opened: [MultiPackIndex] = []
    for path in paths {
      do throws(PackError) {
        opened.append(try MultiPackIndex(path, format))
      } catch {
        failed(error)
      }
    }
    return opened
  }
}
