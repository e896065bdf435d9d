namespace Plumbline.Demo;

/// <summary>Something is not as the story tells it.</summary>
internal sealed class DifferenceException(string message) : Exception(message);
