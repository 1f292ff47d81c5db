namespace Faulty.Library;

/// <summary>Something that the plugin cannot do without.</summary>
public static class Word
{
    public static string Spoken { get; } = "hello".ToUpperInvariant();
}
