namespace Msmtp.Architecture.Tests;

/// <summary>No circle between files, nor between folders: whoever reads one can read what it uses first.</summary>
public sealed class CircleTests
{
    public static TheoryData<string> Projects { get; } =
    [
        .. new[] { "src", "plugins" }
            .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_compiler_knows_every_name(string project)
    {
        var unknown = SourceProject.UnknownNames(project);

        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_uses_one_that_uses_it(string project)
    {
        var uses = SourceProject.Uses(project);

        var circles = Circles.Among(uses, Subject);

        Assert.True(circles.Count == 0, string.Join('\n', circles));
    }

    /// <summary>
    /// It is looked for in each folder of a project, the uppermost too, among its subfolders, each with everything below it, and the files beside
    /// them, taken together. So no two subfolders may use each other, at whatever depth; and if a folder's own files use a subfolder, nothing in
    /// it may use them.
    /// </summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_uses_one_that_uses_it(string project)
    {
        var uses = SourceProject.Uses(project);
        var root = Path.Combine(Repository.Root, project);

        var circles = Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root)
            .SelectMany(folder => Circles.Among(uses, file => Member(folder, file)).Select(line => $"{Path.GetRelativePath(Repository.Root, folder)}: {line}"))
            .ToList();

        Assert.True(circles.Count == 0, string.Join('\n', circles));
    }

    // SettingKey.cs and SettingKey.Typed.cs are two parts of one subject.
    static string Subject(string file) =>
        Path.Combine(Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!), Path.GetFileName(file).Split('.')[0]);

    static string? Member(string folder, string file) => Path.GetRelativePath(folder, file).Split('/') switch
    {
        [".." or "", ..] => null,
        [var subfolder, _, ..] => subfolder,
        _ => "itself",
    };
}
