using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Msmtp.Architecture.Tests;

/// <summary>One file uses a type of another: it names it, or infers it, or uses one of its members.</summary>
sealed record SourceUse(string File, string Other, string Type);

/// <summary>A project of ours as the compiler sees it: its sources, and those of the projects it refers to.</summary>
sealed class SourceProject
{
    static readonly ConcurrentDictionary<(string Path, string Symbol), SourceProject> Known = new();
    static readonly ConcurrentDictionary<string, IReadOnlyList<SourceUse>> Found = new();

    // What is not ours is taken from where this program lies.
    static readonly IReadOnlyList<MetadataReference> Packages =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static file => !Path.GetFileName(file).StartsWith("Msmtp", StringComparison.Ordinal))
            .Select(static file => MetadataReference.CreateFromFile(file)),
    ];

    readonly IReadOnlyList<SourceProject> used;
    readonly CSharpCompilation compilation;

    SourceProject(string path, string symbol)
    {
        var folder = Path.Combine(Repository.Root, path);
        var file = Directory.EnumerateFiles(folder, "*.csproj").Single();
        var project = XDocument.Load(file);
        var options = CSharpParseOptions.Default.WithPreprocessorSymbols(symbol);

        used =
        [
            .. Included(project, "ProjectReference")
                .Select(other => At(Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(Path.GetFullPath(other, folder))!), symbol))
                .SelectMany(static other => other.used.Prepend(other))
                .Distinct(),
        ];
        compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(file),
            [.. Repository.Sources(path).Select(source => Parse(File.ReadAllText(source), source)), Parse(Implied(project), "")],
            [.. Packages, .. used.Select(static other => other.compilation.ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

        SyntaxTree Parse(string text, string source) => CSharpSyntaxTree.ParseText(text, options, source);
    }

    /// <summary>Every use of one file by another.</summary>
    public static IReadOnlyList<SourceUse> Uses(string path) =>
        Found.GetOrAdd(path, static path => [.. Variants(path).SelectMany(static project => project.Uses()).Distinct()]);

    /// <summary>Names that mean nothing to the compiler, so that what they use would be overlooked.</summary>
    public static IReadOnlyList<string> UnknownNames(string path) =>
        [.. Variants(path).SelectMany(static project => project.UnknownNames())];

    // The code of the native command counts too, where it is another.
    static IEnumerable<SourceProject> Variants(string path) =>
        Repository.Sources(path).Any(static file => File.ReadAllText(file).Contains("#if NATIVE", StringComparison.Ordinal))
            ? [At(path, "MANAGED"), At(path, "NATIVE")]
            : [At(path, "MANAGED")];

    static SourceProject At(string path, string symbol) =>
        Known.GetOrAdd((path, symbol), static key => new SourceProject(key.Path, key.Symbol));

    // What the project file says to the compiler.
    static string Implied(XDocument project)
    {
        string[] usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        return string.Concat(usings.Concat(Included(project, "Using")).Select(static name => $"global using {name};\n"))
            + string.Concat(Included(project, "InternalsVisibleTo").Select(static name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n"));
    }

    static IEnumerable<string> Included(XDocument project, string item) =>
        project.Descendants(item).Select(static element => element.Attribute("Include")!.Value);

    // ProgramVersion has a part that the build writes.
    IEnumerable<string> UnknownNames() => compilation.GetDiagnostics()
        .Where(static found => found.Id is "CS0103" or "CS0117" or "CS0122" or "CS0234" or "CS0246" or "CS1061")
        .Select(static found => found.ToString())
        .Where(static found => !found.Contains("'ProgramVersion'", StringComparison.Ordinal));

    IEnumerable<SourceUse> Uses() => compilation.SyntaxTrees.SelectMany(tree => Uses(tree, compilation.GetSemanticModel(tree)));

    static IEnumerable<SourceUse> Uses(SyntaxTree tree, SemanticModel model) =>
        from node in tree.GetRoot().DescendantNodes()
        where node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax
        let symbol = model.GetSymbolInfo(node).Symbol
        let type = symbol as INamedTypeSymbol ?? symbol?.ContainingType
        where type is not null
        from declaration in type.OriginalDefinition.DeclaringSyntaxReferences
        where declaration.SyntaxTree != tree && model.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)
        select new SourceUse(tree.FilePath, declaration.SyntaxTree.FilePath, type.Name);
}
