namespace Faulty.Library;

/// <summary>A service that an application and its plugins may have in common.</summary>
public sealed class Speaker;
