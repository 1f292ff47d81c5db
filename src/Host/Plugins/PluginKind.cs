namespace Msmtp.Hosting;

/// <summary>One kind of things that a plugin brought, and their names.</summary>
sealed record PluginKind(string Title, IReadOnlyList<string> Names);
