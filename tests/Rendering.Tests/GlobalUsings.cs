global using Plumbline.Core.Problems;
global using Plumbline.Core.Sources;
