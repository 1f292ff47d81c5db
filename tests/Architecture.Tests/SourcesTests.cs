using System.Xml.Linq;

namespace Msmtp.Architecture.Tests;

/// <summary>What ships is compiled from the files of its own folder: what two projects need stands in a third that both refer to.</summary>
public sealed class SourcesTests
{
    public static TheoryData<string> Projects { get; } =
    [
        .. new[] { "src", "plugins" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(static path => Path.GetRelativePath(Repository.Root, path))
            .Order(),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_project_compiles_the_files_of_another(string project)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;
        var targets = Directory.EnumerateFiles(folder, "*.targets", SearchOption.AllDirectories);

        var foreign = targets.Prepend(Path.Combine(Repository.Root, project)).SelectMany(file => Foreign(file, folder));

        Assert.Empty(foreign);
    }

    [Theory]
    [InlineData("Folder/File.cs", false)]
    [InlineData("$(IntermediateOutputPath)Made.g.cs", false)]
    [InlineData("../Host/Environment/SystemShell.cs", true)]
    [InlineData("Folder/../../Host/Authentication/*.cs", true)]
    [InlineData("Folder/File.cs;..\\Other\\File.cs", true)]
    [InlineData("$(MSBuildThisFileDirectory)../../Other/File.cs", true)]
    [InlineData("/elsewhere/File.cs", true)]
    public void A_path_out_of_the_folder_is_seen(string include, bool isForeign) =>
        Assert.Equal(isForeign, include.Split(';').Any(path => IsForeign(path, Path.Combine(Repository.Root, "src", "Some"))));

    static IEnumerable<string> Foreign(string file, string folder) => XDocument.Load(file)
        .Descendants("Compile")
        .SelectMany(static item => (item.Attribute("Include")?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        .Where(path => IsForeign(path, folder))
        .Select(path => $"{Path.GetFileName(file)} compiles {path}");

    static bool IsForeign(string include, string folder)
    {
        var path = include.Replace('\\', '/').Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal);
        return !Path.GetFullPath(Path.Combine(folder, path)).StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
