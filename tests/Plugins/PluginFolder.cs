using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Msmtp.TestKit;

namespace Msmtp.Plugins.Tests;

/// <summary>A folder on the plugin path, with samples as their build made them, and what a user or an enemy does to them.</summary>
sealed class PluginFolder : IDisposable
{
    const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly TempDirectory folder = new();

    /// <summary>The folder itself.</summary>
    public string Path => folder.Path;

    /// <summary>The absolute path of a plugin's assembly, or of what stands in its place.</summary>
    public string AssemblyOf(string name) => folder.File(name, name + ".dll");

    /// <summary>Writes a file beside a plugin's assembly.</summary>
    public void Write(string name, string file, string text) => folder.Write(System.IO.Path.Combine(name, file), text);

    /// <summary>Puts a sample there.</summary>
    /// <param name="sample">Its folder below tests/Samples.</param>
    /// <param name="name">The plugin's name.</param>
    public PluginFolder Install(string sample, string name)
    {
        var output = System.IO.Path.Combine(TestPaths.Root, "tests", "Samples", sample, "bin", Configuration, "net10.0");
        foreach (var file in Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories))
            folder.Write(System.IO.Path.Combine(name, System.IO.Path.GetRelativePath(output, file)), File.ReadAllBytes(file));
        foreach (var part in Directory.EnumerateDirectories(Path, "*", SearchOption.AllDirectories))
            Allow(part, Folder);
        return this;
    }

    /// <summary>Changes what may be done with a file or folder.</summary>
    public static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    /// <summary>Says that a plugin was compiled for another machine.</summary>
    public void CompileFor(string name, Machine machine) => Patch(AssemblyOf(name), (octets, reader) =>
        BitConverter.TryWriteBytes(octets.AsSpan(reader.PEHeaders.CoffHeaderStartOffset), (ushort)machine));

    /// <summary>Says that a plugin refers to a library of another major version.</summary>
    public void Refer(string name, string library, ushort major) => Patch(AssemblyOf(name), (octets, reader) =>
    {
        var metadata = reader.GetMetadataReader();
        var row = metadata.AssemblyReferences.Single(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name) == library);
        // ECMA-335 §II.22.5: a row of the table AssemblyRef begins with the major version.
        var offset = reader.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
            + (MetadataTokens.GetRowNumber(row) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef);
        BitConverter.TryWriteBytes(octets.AsSpan(offset), major);
    });

    public void Dispose() => folder.Dispose();

    static string Configuration => System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    static void Patch(string file, Action<byte[], PEReader> change)
    {
        var octets = File.ReadAllBytes(file);
        using (var reader = new PEReader(new MemoryStream(octets.ToArray())))
            change(octets, reader);
        File.WriteAllBytes(file, octets);
    }
}
